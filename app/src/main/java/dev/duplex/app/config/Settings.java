package dev.duplex.app.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was given, and where: texts until someone asks for a value, so that an error can name the
/// place. What is put in later wins.
public final class Settings {
    /// A given value.
    ///
    /// @param texts one, or any number for a list
    /// @param place where it was given, to begin an error with: `--port`, `duplex.yaml, line 3: port`
    record Given(List<String> texts, String place) {}

    private final Map<String, Given> given = new HashMap<>();

    /// Sets a value; an earlier one is forgotten.
    void put(Setting<?> setting, List<String> texts, String place) {
        given.put(setting.key(), new Given(List.copyOf(texts), place));
    }

    /// The option of the command line was given with these texts.
    public void option(Setting<?> setting, List<String> texts) {
        put(setting, texts, setting.option());
    }

    /// Takes what the environment says. Variables that stand for no setting are none of ours, even if
    /// they begin with `DUPLEX_`.
    public void environment(Map<String, String> variables) {
        for (Setting<?> setting : ServeSettings.ALL) {
            Optional.ofNullable(variables.get(setting.variable()))
                    .ifPresent(text -> put(setting, split(setting, text), setting.variable()));
        }
    }

    private static List<String> split(Setting<?> setting, String text) {
        return switch (setting.type().shape()) {
            case FLAG, ONE -> List.of(text);
            case MANY -> List.of(text.split(",", -1));
        };
    }

    /// The value given last; empty if none was.
    ///
    /// @throws UserError if it is not of the setting's type
    public <T> Optional<T> value(Setting<T> setting) throws UserError {
        Given value = given.get(setting.key());
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> read = setting.type().reader().apply(value.texts());
        if (read.isEmpty()) {
            throw UserError.usage(
                    value.place()
                            + " must be "
                            + setting.type().expects()
                            + ", not \""
                            + String.join(", ", value.texts())
                            + "\"");
        }
        return read;
    }

    /// Where the value was given, to speak of it in an error; the key if it was not given.
    String place(Setting<?> setting) {
        Given value = given.get(setting.key());
        return value == null ? setting.key() : value.place();
    }
}
