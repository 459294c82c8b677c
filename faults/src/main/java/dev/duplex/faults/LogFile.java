package dev.duplex.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a server has printed.
record LogFile(Path path) {
    private static final int END_BYTES = 4_000;

    /// The last of it, in words that say what it is; or why there is none.
    String end() {
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            long from = Math.max(0, file.size() - END_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate(END_BYTES);
            file.position(from);
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // All that there is.
            }
            String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            String whole = from == 0 ? text : text.substring(text.indexOf('\n') + 1);
            return whole.isBlank()
                    ? "It has printed nothing."
                    : "The end of its log (%s):%n%s".formatted(path, whole.stripTrailing());
        } catch (IOException e) {
            return "Its log cannot be read: " + e;
        }
    }
}
