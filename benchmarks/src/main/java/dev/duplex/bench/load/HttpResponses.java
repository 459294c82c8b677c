package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/// Reads the responses of a connection that stays open (RFC 9112), one after another: their bodies
/// have a `Content-Length` or are chunked. Takes bytes however they are cut, and copies none of a body.
final class HttpResponses {
    private static final int LONGEST_LINE = 8192;

    /// Who made the requests.
    interface Listener {
        /// A response begins.
        void head(int status);

        /// More of its body, to be taken before this returns.
        void body(ByteBuf piece);

        /// It is whole. The next may be asked for at once.
        void end();
    }

    private enum State {
        STATUS,
        FIELDS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private final Listener listener;
    private final StringBuilder line = new StringBuilder();
    private State state = State.STATUS;
    private int status;
    private boolean chunked;
    private boolean sized;
    private long remaining;

    HttpResponses(Listener listener) {
        this.listener = listener;
    }

    /// Takes what was read, all of it.
    ///
    /// @throws LoadException if it is not HTTP, or the end of a body cannot be known
    void read(ByteBuf in) {
        while (in.isReadable()) {
            if (state == State.BODY || state == State.CHUNK) {
                body(in);
            } else if (line(in)) {
                String whole = line.toString();
                line.setLength(0);
                lineEnd(whole);
            }
        }
    }

    private void body(ByteBuf in) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        listener.body(in.readSlice(length));
        if (remaining == 0) {
            if (state == State.CHUNK) {
                state = State.CHUNK_END;
            } else {
                end();
            }
        }
    }

    /// Reads a line, or as much of one as there is; says whether it is whole.
    private boolean line(ByteBuf in) {
        while (in.isReadable()) {
            char next = (char) in.readUnsignedByte();
            if (next == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new LoadException("a line of HTTP does not end with CR LF: " + line);
                }
                line.setLength(line.length() - 1);
                return true;
            }
            if (line.length() == LONGEST_LINE) {
                throw new LoadException("a line of HTTP is too long");
            }
            line.append(next);
        }
        return false;
    }

    private void lineEnd(String whole) {
        switch (state) {
            case STATUS -> status(whole);
            case FIELDS -> {
                if (whole.isEmpty()) {
                    headEnd();
                } else {
                    field(whole.toLowerCase(Locale.ROOT));
                }
            }
            case CHUNK_SIZE -> chunkSize(whole.toLowerCase(Locale.ROOT));
            case CHUNK_END -> {
                if (!whole.isEmpty()) {
                    throw new LoadException("a chunk is longer than it says");
                }
                state = State.CHUNK_SIZE;
            }
            case TRAILER -> {
                if (whole.isEmpty()) {
                    end();
                }
            }
            case BODY, CHUNK -> throw new AssertionError("bodies have no lines");
        }
    }

    private void status(String whole) {
        if (!whole.matches("HTTP/1\\.1 [2-5]\\d\\d .*")) {
            throw new LoadException("no answer of HTTP/1.1: " + whole);
        }
        status = Integer.parseInt(whole, 9, 12, 10);
        chunked = false;
        sized = false;
        remaining = 0;
        state = State.FIELDS;
    }

    private void field(String lower) {
        if (lower.startsWith("content-length:")) {
            sized = true;
            remaining = number(lower.substring("content-length:".length()).strip(), 10);
        } else if (lower.startsWith("transfer-encoding:")) {
            chunked = lower.endsWith("chunked");
        }
    }

    private void headEnd() {
        listener.head(status);
        if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (status == 204 || status == 304 || (sized && remaining == 0)) {
            end();
        } else if (sized) {
            state = State.BODY;
        } else {
            throw new LoadException("a response has neither a length nor chunks");
        }
    }

    private void chunkSize(String whole) {
        int extensions = whole.indexOf(';');
        remaining = number((extensions < 0 ? whole : whole.substring(0, extensions)).strip(), 16);
        state = remaining == 0 ? State.TRAILER : State.CHUNK;
    }

    private static long number(String digits, int radix) {
        if (!digits.matches("[0-9a-f]{1,15}")) {
            throw new LoadException("not a length: " + digits);
        }
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException _) {
            throw new LoadException("not a length: " + digits);
        }
    }

    private void end() {
        state = State.STATUS;
        listener.end();
    }
}
