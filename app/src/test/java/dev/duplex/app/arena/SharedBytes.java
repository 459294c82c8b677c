package dev.duplex.app.arena;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// The frames that the pages' tests know too.
final class SharedBytes {
    private static final Path FILE = Path.of("web/test/arena-frames.txt");

    private SharedBytes() {}

    static byte[] bytes(String name) {
        String line =
                lines().lines()
                        .filter(it -> it.startsWith(name + ": "))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no frame " + name));
        return HexFormat.ofDelimiter(" ").parseHex(line.substring(name.length() + 2));
    }

    static ByteBuffer buffer(String name) {
        return ByteBuffer.wrap(bytes(name));
    }

    private static String lines() {
        try {
            return Files.readString(Files.exists(FILE) ? FILE : Path.of("..").resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
