package dev.duplex.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A file of settings in YAML 1.2. Every error names the file and the line.
public final class YamlFile {
    private static final int MOST_BYTES = 1 << 20;

    private final String name;
    private final Settings settings;
    private final Set<String> seen = new HashSet<>();

    private YamlFile(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
    }

    /// Reads a file into `settings`.
    ///
    /// @throws UserError if it cannot be read, is no YAML, or has a key that there is not
    public static void read(Path file, Settings settings) throws UserError {
        String name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
        new YamlFile(name, settings).parse(text(file));
    }

    private static String text(Path file) throws UserError {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw UserError.usage(file + " is larger than 1 MiB, which no file of settings is");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException _) {
            throw UserError.usage("there is no file " + file);
        } catch (CharacterCodingException _) {
            throw UserError.usage(file + " is not UTF-8 text");
        } catch (IOException e) {
            throw UserError.usage("cannot read " + file + ": " + e.getMessage());
        }
    }

    private void parse(String text) throws UserError {
        Optional<Node> root;
        try {
            // Keys that are no words are refused below, where their line is known.
            LoadSettings load =
                    LoadSettings.builder().setLabel(name).setAllowNonScalarKeys(true).build();
            root = new Compose(load).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw at(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw UserError.usage(name + ": not YAML: " + e.getMessage());
        }
        if (root.isEmpty() || isNull(root.get())) {
            return;
        }
        if (!(root.get() instanceof MappingNode mapping)) {
            throw at(root.get(), "must be keys with values, such as \"port: 8080\"");
        }
        section("", mapping);
    }

    private void section(String prefix, MappingNode section) throws UserError {
        for (NodeTuple entry : section.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
                throw at(entry.getKeyNode(), "a key must be a word");
            }
            String key = prefix + keyNode.getValue();
            if (!seen.add(key)) {
                throw at(keyNode, key + " is given twice");
            }
            if (isSection(key)) {
                if (!(entry.getValueNode() instanceof MappingNode inner)) {
                    throw at(keyNode, key + " is a section: its keys come below it, indented");
                }
                section(key + ".", inner);
            } else {
                value(setting(keyNode, key), keyNode, entry.getValueNode());
            }
        }
    }

    private static boolean isSection(String key) {
        return ServeSettings.ALL.stream().anyMatch(s -> s.key().startsWith(key + "."));
    }

    private Setting<?> setting(Node place, String key) throws UserError {
        for (Setting<?> setting : ServeSettings.ALL) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        throw at(place, "there is no key " + key + "; did you mean " + nearest(key) + "?");
    }

    /// The key that is most like this one: with the same last word if there is one, else with the
    /// fewest letters to change.
    private static String nearest(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return ServeSettings.ALL.stream()
                .map(Setting::key)
                .flatMap(known ->
                        key.contains(".") ? Stream.of(known) : Stream.of(known, section(known)))
                .min(
                        Comparator.comparing((String known) -> !("." + known).endsWith("." + last))
                                .thenComparingInt(known -> Spelling.distance(known, key)))
                .orElseThrow();
    }

    /// The section that a key is in; the key itself if it is in none.
    private static String section(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    private void value(Setting<?> setting, Node keyNode, Node node) throws UserError {
        List<String> texts = new ArrayList<>();
        switch (node) {
            case ScalarNode scalar -> texts.add(text(setting, scalar));
            case SequenceNode list when setting.type().shape() == ValueType.Shape.MANY -> {
                for (Node element : list.getValue()) {
                    if (!(element instanceof ScalarNode scalar)) {
                        throw mismatch(setting, element, "something nested");
                    }
                    texts.add(text(setting, scalar));
                }
            }
            case SequenceNode list -> throw mismatch(setting, list, "a list");
            default -> throw mismatch(setting, keyNode, "a section");
        }
        settings.put(setting, texts, place(keyNode, setting));
    }

    private String text(Setting<?> setting, ScalarNode node) throws UserError {
        if (isNull(node)) {
            throw mismatch(setting, node, "nothing");
        }
        return node.getValue();
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private UserError mismatch(Setting<?> setting, Node node, String found) {
        return at(node, setting.key() + " must be " + setting.type().expects() + ", not " + found);
    }

    private String place(Node node, Setting<?> setting) {
        return name + line(node.getStartMark()) + ": " + setting.key();
    }

    private UserError at(Node node, String problem) {
        return at(node.getStartMark(), problem);
    }

    private UserError at(Optional<Mark> mark, String problem) {
        return UserError.usage(name + line(mark) + ": " + problem);
    }

    private static String line(Optional<Mark> mark) {
        return mark.map(m -> ", line " + (m.getLine() + 1)).orElse("");
    }
}
