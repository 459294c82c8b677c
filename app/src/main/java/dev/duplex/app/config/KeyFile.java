package dev.duplex.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads files with keys and secrets in them. What is wrong is said without what is in the file.
public final class KeyFile {
    /// Longer than any key.
    static final int MOST_BYTES = 64 << 10;

    private static final Pattern LINE_END = Pattern.compile("\\r?\\n\\z");

    private KeyFile() {}

    /// What is in a file.
    ///
    /// @param place what the error begins with
    /// @throws UserError if it cannot be read, or is no text
    public static String text(String place, Path file) throws UserError {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw UserError.runtime(place + ": " + file + " is too long for keys");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException _) {
            throw UserError.runtime(place + ": there is no file " + file);
        } catch (AccessDeniedException _) {
            throw UserError.runtime(place + ": may not read " + file);
        } catch (CharacterCodingException _) {
            throw UserError.runtime(place + ": " + file + " is not UTF-8 text");
        } catch (IOException e) {
            throw UserError.runtime(place + ": cannot read " + file + ": " + e.getMessage());
        }
    }

    /// What is in a file that a setting names; if it cannot be read, that is a problem.
    static Optional<String> text(Settings settings, Setting<?> setting, Path file) {
        try {
            return Optional.of(text(settings.place(setting), file));
        } catch (UserError e) {
            settings.problems().add(e);
            return Optional.empty();
        }
    }

    /// A text without the end of its last line, which editors and `echo` put there.
    static String line(String text) {
        return LINE_END.matcher(text).replaceFirst("");
    }
}
