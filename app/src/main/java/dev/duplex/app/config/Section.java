package dev.duplex.app.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values that were given for the keys of one section: texts until someone asks for a value, so that
/// an error can name the place. What is put in later wins.
final class Section {
    private final String title;
    private final List<Setting<?>> keys;
    private final Problems problems;
    private final Map<String, Given> given = new HashMap<>();

    /// @param title the section's own key; empty for the whole file
    /// @param keys what can be given in it
    /// @param problems hears of values that are not of their type
    Section(String title, List<Setting<?>> keys, Problems problems) {
        this.title = title;
        this.keys = keys;
        this.problems = problems;
    }

    /// The section's own key; empty for the whole file.
    String title() {
        return title;
    }

    /// What can be given here.
    List<Setting<?>> keys() {
        return keys;
    }

    Problems problems() {
        return problems;
    }

    /// A key of this section as it is called in the whole file.
    String name(String key) {
        return title.isEmpty() ? key : title + "." + key;
    }

    /// Whether what stands below `key` is a section again.
    boolean isSection(String key) {
        return keys.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    /// The setting of that key, if there is one.
    Optional<Setting<?>> setting(String key) {
        for (Setting<?> setting : keys) {
            if (setting.key().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /// Sets a value; an earlier one is forgotten.
    void put(Setting<?> setting, List<String> texts, String place) {
        given.put(setting.key(), new Given(texts, place));
    }

    /// What was given last.
    Optional<Given> given(Setting<?> setting) {
        return Optional.ofNullable(given.get(setting.key()));
    }

    /// What was given, each with its place, in the order of the keys; of secrets the place only.
    List<String> lines() {
        return keys.stream()
                .flatMap(setting ->
                        given(setting).stream()
                                .map(it -> it.place() + " = " + shown(setting, it.text())))
                .toList();
    }

    /// The value given last; empty if none was, and if it is not of the setting's type, which is then a
    /// problem.
    <T> Optional<T> value(Setting<T> setting) {
        Given value = given.get(setting.key());
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> read = setting.type().reader().apply(value.texts());
        if (read.isEmpty()) {
            problems.add(
                    value.place()
                            + " must be "
                            + setting.type().expects()
                            + (setting.secret() ? "" : ", not \"" + value.text() + "\""));
        }
        return read;
    }

    private static String shown(Setting<?> setting, String text) {
        return setting.secret() ? "(not shown)" : text;
    }

    /// Where the value was given, to speak of it in an error; the key if it was not given.
    String place(Setting<?> setting) {
        return given(setting).map(Given::place).orElse(name(setting.key()));
    }
}
