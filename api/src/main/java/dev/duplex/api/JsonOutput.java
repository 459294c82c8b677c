package dev.duplex.api;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes JSON, several values in a line each, into an array that does not grow beyond a limit.
final class JsonOutput {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().rootValueSeparator("\n").build();

    /// It would have been longer than it may be.
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException(int limit) {
            super("longer than " + limit + " bytes");
        }
    }

    private static final class Bounded extends ByteArrayOutputStream {
        private final int limit;

        Bounded(int limit) {
            this.limit = limit;
        }

        @Override
        public synchronized void write(int b) {
            require(1);
            super.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            require(length);
            super.write(bytes, offset, length);
        }

        private void require(int more) {
            if (more > limit - count) {
                throw new TooLongException(limit);
            }
        }
    }

    private JsonOutput() {}

    /// @throws TooLongException if it would be longer than `limit` bytes
    static byte[] write(int limit, Consumer<JsonGenerator> body) {
        Bounded bytes = new Bounded(limit);
        JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
        body.accept(out);
        // Closed only when all is well: what is left in its buffer would be written, and be too
        // long, again.
        out.close();
        return bytes.toByteArray();
    }
}
