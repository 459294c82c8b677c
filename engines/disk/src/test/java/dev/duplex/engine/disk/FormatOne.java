package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A store of format 1, as the version that first wrote it left it: `format-1.zip`. [#main] made it, and makes one of what is written now:
/// for the next format, call it something else.
final class FormatOne {
    /// What the store has is of the first days of 2026, by [MovableClock].
    static final String EPOCH = "3kx5y7zm";

    private FormatOne() {}

    /// Unpacks it.
    ///
    /// @return the directory
    static Path unpack(Path to) {
        try (InputStream in =
                        Objects.requireNonNull(
                                FormatOne.class.getResourceAsStream("format-1.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
                entry = zip.getNextEntry();
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param arguments where to make the directory, and where to copy it as it is while it is in use
    static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try (Subject subject =
                new Subject(DiskEngine.builder(directory).clock(new MovableClock()))) {
            Position first = subject.publish("trimmed", "1").position();
            subject.publish("trimmed", "2");
            Subject.await(subject.streams.trim("trimmed", first));
            Subject.await(subject.streams.publish("news", rich(), Subject.KEPT));
            subject.store().compact();
            Subject.await(
                    subject.streams.publish(
                            "news",
                            Subject.text("second").withIdempotencyKey("once"),
                            Subject.KEPT));
            subject.position("empty");
            Images.copy(directory, Path.of(arguments[1]));
            System.out.println(subject.position("news").epoch());
        }
    }

    static Draft rich() {
        return Draft.of(json("{\"n\":1}"))
                .withKey("key")
                .withTags(Map.of("tag", "value"))
                .withPublisher(new Member("client", "user", json("1"), json("2")));
    }

    private static Payload json(String text) {
        return Payload.of(Payload.Kind.JSON, text.getBytes(StandardCharsets.UTF_8));
    }
}
