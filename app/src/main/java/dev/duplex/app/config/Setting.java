package dev.duplex.app.config;

import java.util.Locale;

/// One thing that can be configured: a key of the file (`limits.message-bytes`), a variable of the
/// environment (`DUPLEX_LIMITS_MESSAGE_BYTES`) and an option (`--limits-message-bytes`).
///
/// @param key as in the file, sections divided by dots
/// @param option as on the command line, with its dashes
/// @param type how it is read
/// @param standard the value where none is given, as help pages tell it
/// @param description one or two sentences for help pages
/// @param <T> what the value becomes
public record Setting<T>(
        String key, String option, ValueType<T> type, String standard, String description) {

    /// A setting whose option is named after its key.
    static <T> Setting<T> of(String key, ValueType<T> type, String standard, String description) {
        return new Setting<>(key, "--" + key.replace('.', '-'), type, standard, description);
    }

    /// The environment's variable.
    public String variable() {
        return "DUPLEX_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
