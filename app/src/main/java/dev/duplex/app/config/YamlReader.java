package dev.duplex.app.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Puts what a YAML document says into settings. What is wrong in it is a problem of theirs that names the document and
/// the line; the rest of it is read nevertheless.
final class YamlReader {
    private static final String IS_A_SECTION = " is a section: its keys come below it, indented";

    private final String document;
    private final Settings settings;

    /// @param document how problems name it
    YamlReader(String document, Settings settings) {
        this.document = document;
        this.settings = settings;
    }

    /// A whole file.
    void file(Node root) {
        if (isNull(root)) {
            return;
        }
        if (root instanceof MappingNode mapping) {
            section(settings.top(), "", mapping);
        } else {
            wrong(root, "must be keys with values, such as \"port: 8080\"");
        }
    }

    /// The sections of namespaces, by name.
    void namespaces(Node node) {
        if (isNull(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            wrong(
                    node,
                    Settings.NAMESPACES
                            + " is a section: its keys are the names of namespaces, and what is"
                            + " said of each comes below it, indented");
            return;
        }
        for (Entry entry : entries(Settings.NAMESPACES + ".", mapping)) {
            Optional<String> problem = NamespaceSettings.problem(entry.key());
            if (problem.isPresent()) {
                wrong(entry.place(), problem.get());
            } else {
                namespace(entry.key(), entry.place(), entry.value());
            }
        }
    }

    /// The section of one namespace, which may say nothing.
    ///
    /// @param place where its key is
    void namespace(String name, Node place, Node node) {
        Section section = settings.namespace(name);
        if (node instanceof MappingNode mapping) {
            section(section, "", mapping);
        } else if (!isNull(node)) {
            wrong(place, section.title() + IS_A_SECTION);
        }
    }

    private void section(Section section, String within, MappingNode node) {
        for (Entry entry : entries(section.name(within), node)) {
            String key = within + entry.key();
            if (section == settings.top() && key.equals(Settings.NAMESPACES)) {
                namespaces(entry.value());
            } else if (section == settings.top() && key.equals(Settings.WITHOUT_NAMESPACE)) {
                namespace("", entry.place(), entry.value());
            } else if (!section.isSection(key)) {
                value(section, key, entry);
            } else if (entry.value() instanceof MappingNode inner) {
                section(section, key + ".", inner);
            } else {
                wrong(entry.place(), section.name(key) + IS_A_SECTION);
            }
        }
    }

    /// A key with its value.
    private record Entry(String key, Node place, Node value) {}

    /// The keys of a section that are words, each once.
    private List<Entry> entries(String prefix, MappingNode section) {
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : section.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                wrong(entry.getKeyNode(), "a key must be a word");
            } else if (!seen.add(key.getValue())) {
                wrong(key, prefix + key.getValue() + " is given twice");
            } else {
                entries.add(new Entry(key.getValue(), key, entry.getValueNode()));
            }
        }
        return entries;
    }

    private void value(Section section, String key, Entry entry) {
        Optional<Setting<?>> setting = section.setting(key);
        if (setting.isEmpty()) {
            wrong(
                    entry.place(),
                    "there is no key "
                            + section.name(key)
                            + Spelling.didYouMean(nearest(section, key), others(section)));
            return;
        }
        Optional<List<String>> texts = texts(section, setting.get(), entry);
        if (texts.isPresent()) {
            String place = document + line(entry.place().getStartMark());
            section.put(setting.get(), texts.get(), place + ": " + section.name(key));
        }
    }

    private Optional<List<String>> texts(Section section, Setting<?> setting, Entry entry) {
        boolean many = setting.type().shape() == ValueType.Shape.MANY;
        return switch (entry.value()) {
            case ScalarNode scalar when !isNull(scalar) -> Optional.of(List.of(scalar.getValue()));
            case SequenceNode list when many -> elements(section, setting, list);
            case ScalarNode _ -> mismatch(section, setting, entry.place(), "nothing");
            case SequenceNode list -> mismatch(section, setting, list, "a list");
            default -> mismatch(section, setting, entry.place(), "a section");
        };
    }

    private Optional<List<String>> elements(
            Section section, Setting<?> setting, SequenceNode list) {
        List<String> texts = new ArrayList<>();
        for (Node element : list.getValue()) {
            if (!(element instanceof ScalarNode scalar)) {
                return mismatch(section, setting, element, "something nested");
            }
            if (isNull(scalar)) {
                return mismatch(section, setting, scalar, "nothing");
            }
            texts.add(scalar.getValue());
        }
        return Optional.of(texts);
    }

    private Optional<List<String>> mismatch(
            Section section, Setting<?> setting, Node node, String found) {
        wrong(
                node,
                section.name(setting.key())
                        + " must be "
                        + setting.type().expects()
                        + ", not "
                        + found);
        return Optional.empty();
    }

    /// The key that was meant: one with the same last word, or else one that is spelled much like it.
    private Optional<String> nearest(Section section, String key) {
        List<String> known =
                section.keys().stream()
                        .map(Setting::key)
                        .flatMap(it -> Stream.of(it, parent(it)))
                        .distinct()
                        .toList();
        List<String> all = new ArrayList<>(known);
        if (section == settings.top()) {
            all.add(Settings.NAMESPACES);
            all.add(Settings.WITHOUT_NAMESPACE);
            NamespaceSettings.ALL.forEach(it -> all.add(Settings.NAMESPACES + ".NAME." + it.key()));
        }
        String last = "." + key.substring(key.lastIndexOf('.') + 1);
        return all.stream()
                .filter(it -> ("." + it).endsWith(last))
                .min(Comparator.comparingInt(it -> Spelling.distance(it, key)))
                .or(() -> Spelling.nearest(key, all))
                .map(section::name);
    }

    /// The section that a key is in; the key itself if it is in none.
    private static String parent(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    /// What there is instead of a key that is like none.
    private String others(Section section) {
        return section == settings.top()
                ? ""
                : "; there are "
                        + String.join(", ", section.keys().stream().map(Setting::key).toList());
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private void wrong(Node node, String problem) {
        settings.problems().add(document + line(node.getStartMark()) + ": " + problem);
    }

    /// `, line 3`, if it is known.
    static String line(Optional<Mark> mark) {
        return mark.map(m -> ", line " + (m.getLine() + 1)).orElse("");
    }
}
