package dev.duplex.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What was given, and where. What is put in later wins. What is wrong is kept until
/// `ServeOptions.of` tells all of it at once.
public final class Settings {
    /// The section that has one section for each namespace.
    static final String NAMESPACES = "namespaces";

    /// The section of channels that are in no namespace.
    static final String WITHOUT_NAMESPACE = "without-namespace";

    private final Problems problems = new Problems();
    private final Section top = new Section("", ServeSettings.ALL, problems);
    private final SortedMap<String, Section> namespaces = new TreeMap<>();

    /// What is wrong so far.
    Problems problems() {
        return problems;
    }

    /// What stands in no section that there may be several of.
    Section top() {
        return top;
    }

    /// The sections of namespaces, by name; under the empty one that of channels without a namespace.
    SortedMap<String, Section> namespaces() {
        return namespaces;
    }

    /// The section of a namespace, which from now on is configured if it was not.
    Section namespace(String name) {
        return namespaces.computeIfAbsent(
                name,
                it ->
                        new Section(
                                it.isEmpty() ? WITHOUT_NAMESPACE : NAMESPACES + "." + it,
                                NamespaceSettings.ALL,
                                problems));
    }

    /// The option of the command line was given with these texts.
    public void option(Setting<?> setting, List<String> texts) {
        top.put(setting, texts, setting.option().orElse(setting.key()));
    }

    /// Takes what the environment says.
    public void environment(Map<String, String> variables) {
        new Variables(this, variables).take();
    }

    /// The value given last; empty if none was, or if it is not of the setting's type.
    public <T> Optional<T> value(Setting<T> setting) {
        return top.value(setting);
    }

    /// What was given, each with its place, for people: `duplex.yaml, line 3: port = 8080`.
    public List<String> given() {
        return Stream.concat(Stream.of(top), namespaces.values().stream())
                .flatMap(section -> section.lines().stream())
                .toList();
    }

    /// Where the value was given, to speak of it in an error; the key if it was not given.
    String place(Setting<?> setting) {
        return top.place(setting);
    }
}
