package dev.duplex.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// A file of settings in YAML 1.2. Every error names the file and the line.
public final class YamlFile {
    private static final int MOST_BYTES = 1 << 20;

    /// What YAML takes for the name of something may be a secret without quotes.
    private static final Pattern NAMED = Pattern.compile("(undefined (alias|tag handle)) .*");

    private YamlFile() {}

    /// Reads a file into `settings`. What is wrong in it, `ServeOptions.of` tells.
    ///
    /// @throws UserError if it cannot be read, or is no YAML
    public static void read(Path file, Settings settings) throws UserError {
        String name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
        Optional<Node> root = compose(name, text(file));
        root.ifPresent(new YamlReader(name, settings)::file);
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

    /// The document that a text is; empty if it says nothing.
    ///
    /// @param name how errors name the text
    /// @throws UserError if it is no YAML
    static Optional<Node> compose(String name, String text) throws UserError {
        try {
            // Keys that are no words are refused where their line is known.
            LoadSettings load =
                    LoadSettings.builder().setLabel(name).setAllowNonScalarKeys(true).build();
            return new Compose(load).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw UserError.usage(
                    name
                            + YamlReader.line(e.getProblemMark())
                            + ": not YAML: "
                            + NAMED.matcher(e.getProblem()).replaceFirst("$1"));
        } catch (YamlEngineException e) {
            throw UserError.usage(name + ": not YAML: " + e.getMessage());
        }
    }
}
