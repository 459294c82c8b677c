package dev.duplex.verify.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads lines, each up to a limit, as they come.
final class Lines {
    private final InputStream in;
    private final int limit;

    /// @param limit bytes of a line
    Lines(InputStream in, int limit) {
        this.in = new BufferedInputStream(in);
        this.limit = limit;
    }

    /// The next line, without what ends it: a line feed, perhaps behind a carriage return. Empty at the end; what is behind the last
    /// line feed is not a line.
    ///
    /// @throws IOException if it is too long
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int one = in.read(); one >= 0; one = in.read()) {
            if (one == '\n') {
                return Optional.of(withoutReturn(line.toByteArray()));
            }
            if (line.size() == limit) {
                throw new IOException("a line of more than " + limit + " bytes");
            }
            line.write(one);
        }
        return Optional.empty();
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean has = line.length > 0 && line[line.length - 1] == '\r';
        return has ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
