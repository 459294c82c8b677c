package dev.duplex.app.config;

import java.util.Locale;
import java.util.Optional;

/// One thing that can be configured: a key of the file (`limits.message-bytes`), a variable of the
/// environment (`DUPLEX_LIMITS_MESSAGE_BYTES`) and mostly an option (`--limits-message-bytes`).
///
/// @param key as in the file, sections divided by dots; in a section that there may be several of, such as
///     a namespace's, without the name of that
/// @param option as on the command line, with its dashes; empty: it is none
/// @param type how it is read
/// @param standard the value where none is given, as help pages tell it
/// @param description one or two sentences for help pages
/// @param secret whether its value is never shown: not in errors, not in what is told of the configuration
/// @param <T> what the value becomes
public record Setting<T>(
        String key,
        Optional<String> option,
        ValueType<T> type,
        String standard,
        String description,
        boolean secret) {
    /// What all variables begin with.
    static final String PREFIX = "DUPLEX_";

    /// A setting whose option is named after its key.
    static <T> Setting<T> of(String key, ValueType<T> type, String standard, String description) {
        return of(key, "--" + key.replace('.', '-'), type, standard, description);
    }

    /// A setting whose option has a name of its own.
    static <T> Setting<T> of(
            String key, String option, ValueType<T> type, String standard, String description) {
        return new Setting<>(key, Optional.of(option), type, standard, description, false);
    }

    /// A setting without an option.
    static <T> Setting<T> withoutOption(
            String key, ValueType<T> type, String standard, String description) {
        return new Setting<>(key, Optional.empty(), type, standard, description, false);
    }

    /// A setting whose value is a secret. It is no option: the command lines of a machine are seen by all its users.
    static <T> Setting<T> secret(
            String key, ValueType<T> type, String standard, String description) {
        return new Setting<>(key, Optional.empty(), type, standard, description, true);
    }

    /// The environment's variable, for a setting that there is once.
    public String variable() {
        return PREFIX + words();
    }

    /// The key as it is part of variables.
    String words() {
        return words(key);
    }

    /// A part of a key as it is part of variables: capital letters, and `_` for all that is no letter or digit.
    static String words(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
