package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Counts the messages in what a server sends. Payloads are skipped unread, except for one message
/// of every so many, which is given to be looked at.
final class IncomingFrames {
    /// How many messages there are to one whose content is looked at, where nothing else is said.
    static final int CHECK_EVERY = 1000;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int CONTROL = 0x08;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    /// What the owner of a connection wants to know.
    interface Listener {
        /// The content of message `number`, counted from 0: one of those that are looked at. Where messages are lines, that of
        /// several, of which `number` is the last.
        void content(long number, byte[] content);

        /// A ping came, to be answered.
        void ping(byte[] payload);

        /// The answer to a ping came. Who sends none is not interested.
        default void pong() {}
    }

    /// Counts within payloads, where messages of WebSocket are not what is counted.
    interface Inner {
        /// Takes a piece of a payload, without moving the buffer's indices; says how many messages ended in it.
        int count(ByteBuf in, int from, int to);
    }

    private static final byte LINE_END = '\n';

    private final Listener listener;
    private final @Nullable Inner inner;

    /// Messages that end with one of WebSocket.
    private final int atEnd;

    private final int every;
    private final int checkAt;
    private final byte[] head = new byte[10];
    private int headLength;
    private int firstByte;
    private boolean deflated;
    private long remaining;
    private long frames;
    private long messages;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /// @param seed spreads the checked messages of different connections
    IncomingFrames(Listener listener, int seed) {
        this(listener, seed, CHECK_EVERY);
    }

    /// @param every how many messages there are to one whose content is given; 1: all are
    IncomingFrames(Listener listener, int seed, int every) {
        this(listener, seed, every, null, 1);
    }

    private IncomingFrames(
            Listener listener, int seed, int every, @Nullable Inner inner, int atEnd) {
        this.listener = listener;
        this.inner = inner;
        this.atEnd = atEnd;
        this.every = every;
        this.checkAt = seed % every;
    }

    /// Of a server that joins messages in one of WebSocket, a line each: lines are counted, and the content is that of the frames.
    static IncomingFrames ofLines(Listener listener, int seed) {
        return new IncomingFrames(listener, seed, CHECK_EVERY, IncomingFrames::lineEnds, 1);
    }

    /// Of a server whose messages have nothing to do with those of WebSocket; their content is for `inner` to look at.
    static IncomingFrames around(Inner inner, Listener listener) {
        return new IncomingFrames(listener, -1, CHECK_EVERY, inner, 0);
    }

    /// Whole messages so far.
    long messages() {
        return messages;
    }

    /// Takes what was read, all of it.
    ///
    /// @throws LoadException if it is not what a sane server sends: a Close, a masked frame, a
    ///     compressed message that is none
    void read(ByteBuf in) {
        while (in.isReadable()) {
            if (remaining > 0) {
                payload(in);
            } else if (header(in) && remaining == 0) {
                frameEnd();
            }
        }
    }

    private void payload(ByteBuf in) {
        int length = (int) Math.min(remaining, in.readableBytes());
        if (inner != null && (firstByte & CONTROL) == 0) {
            messages += inner.count(in, in.readerIndex(), in.readerIndex() + length);
        }
        if (kept()) {
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            kept.writeBytes(bytes);
        } else {
            in.skipBytes(length);
        }
        remaining -= length;
        if (remaining == 0) {
            frameEnd();
        }
    }

    private boolean kept() {
        return (firstByte & CONTROL) != 0 || frames % every == checkAt;
    }

    private static int lineEnds(ByteBuf in, int from, int end) {
        int count = 0;
        for (int at = in.indexOf(from, end, LINE_END);
                at >= 0;
                at = in.indexOf(at + 1, end, LINE_END)) {
            count++;
        }
        return count;
    }

    /// Reads a header, or as much of one as there is; says whether it is whole.
    private boolean header(ByteBuf in) {
        while (headLength < 2 || headLength < headerLength(head[1])) {
            if (!in.isReadable()) {
                return false;
            }
            head[headLength++] = in.readByte();
        }
        headLength = 0;
        firstByte = head[0] & 0xFF;
        if (head[1] < 0) {
            throw new LoadException("the server sent a masked frame");
        }
        if ((firstByte & OPCODE) == 1 || (firstByte & OPCODE) == 2) {
            deflated = (firstByte & RSV1) != 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(head);
        remaining =
                switch (head[1]) {
                    case 126 -> Short.toUnsignedInt(bytes.getShort(2));
                    case 127 -> bytes.getLong(2);
                    default -> head[1];
                };
        return true;
    }

    private static int headerLength(byte secondByte) {
        return switch (secondByte & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void frameEnd() {
        if ((firstByte & CONTROL) != 0) {
            control(firstByte & OPCODE);
        } else if ((firstByte & FIN) != 0) {
            if (frames % every == checkAt) {
                check();
            }
            frames++;
            messages += atEnd;
        }
    }

    private void control(int opcode) {
        byte[] payload = kept.toByteArray();
        // A control frame amid a message that is being kept would mix with it: no server here
        // fragments, so the mixture would be reported as wrong content, never missed.
        kept.reset();
        if (opcode == CLOSE) {
            throw new LoadException("the server closed: " + CloseText.of(payload));
        }
        if (opcode == PING) {
            listener.ping(payload);
        }
        if (opcode == PONG) {
            listener.pong();
        }
    }

    private void check() {
        byte[] content = deflated ? inflate(kept.toByteArray()) : kept.toByteArray();
        kept.reset();
        listener.content(messages, content);
    }

    private static byte[] inflate(byte[] payload) {
        byte[] whole = Arrays.copyOf(payload, payload.length + 4);
        whole[payload.length + 2] = (byte) 0xFF;
        whole[payload.length + 3] = (byte) 0xFF;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(whole);
            byte[] chunk = new byte[16_384];
            int length;
            while ((length = inflater.inflate(chunk)) > 0) {
                out.write(chunk, 0, length);
            }
        } catch (DataFormatException e) {
            throw new LoadException("a compressed message cannot be inflated: " + e.getMessage());
        }
        return out.toByteArray();
    }

    /// Reads a Close frame for people.
    private static final class CloseText {
        private CloseText() {}

        static String of(byte[] payload) {
            if (payload.length < 2) {
                return "no code";
            }
            int code = Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
            return code + " " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }
}
