package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Reads the protocol of NATS, which goes through messages of WebSocket without regard to where they end: lines,
/// of which `MSG` is followed by a payload of as many bytes as its last word says. Counted are deliveries, and the
/// server's `PONG`, of which each connection asks for one.
final class NatsMessages {
    /// Longer lines are no lines: the greatest, `INFO`, has some hundreds of bytes.
    private static final int LONGEST_LINE = 8192;

    /// Whom it tells what came.
    interface Listener {
        /// The payload of message `number`, counted from 0: one of those that are looked at.
        void content(long number, byte[] payload);

        /// The server wants to know whether the client is there.
        void askedForPong();
    }

    private final Listener listener;
    private final int checkAt;
    private final StringBuilder line = new StringBuilder();
    private byte[] kept = new byte[0];
    private int length;
    private int remaining;
    private long messages;

    /// @param seed spreads the checked messages of different connections
    NatsMessages(Listener listener, int seed) {
        this.listener = listener;
        this.checkAt = seed % IncomingFrames.CHECK_EVERY;
    }

    /// Takes bytes, all there are between `from` and `to`, without moving the buffer's indices.
    ///
    /// @return messages that ended in them
    /// @throws LoadException if the server says something else than what is expected
    int read(ByteBuf in, int from, int to) {
        long before = messages;
        int at = from;
        while (at < to) {
            at = remaining > 0 ? payload(in, at, to) : line(in, at, to);
        }
        return (int) (messages - before);
    }

    private int payload(ByteBuf in, int from, int to) {
        int count = Math.min(remaining, to - from);
        int done = length + 2 - remaining;
        if (kept.length > done) {
            in.getBytes(from, kept, done, Math.min(count, kept.length - done));
        }
        remaining -= count;
        if (remaining == 0) {
            if (looksAt()) {
                listener.content(messages, kept);
            }
            messages++;
        }
        return from + count;
    }

    private boolean looksAt() {
        return messages % IncomingFrames.CHECK_EVERY == checkAt;
    }

    private int line(ByteBuf in, int from, int to) {
        int end = in.indexOf(from, to, (byte) '\n');
        int until = end < 0 ? to : end;
        line.append(in.toString(from, until - from, StandardCharsets.US_ASCII));
        if (line.length() > LONGEST_LINE) {
            throw new LoadException("NATS sent a line without an end");
        }
        if (end < 0) {
            return to;
        }
        line(line.toString().stripTrailing());
        line.setLength(0);
        return end + 1;
    }

    private void line(String text) {
        if (text.startsWith("MSG ")) {
            length = Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
            remaining = length + 2; // the line's end behind it
            kept = new byte[looksAt() ? length : 0];
        } else if (text.equals("PONG")) {
            messages++;
        } else if (text.equals("PING")) {
            listener.askedForPong();
        } else if (!text.startsWith("INFO ") && !text.equals("+OK")) {
            throw new LoadException("NATS said " + text);
        }
    }
}
