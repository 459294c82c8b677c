package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/// A ring of masked client frames, made once and laid one after another, so that any number of
/// messages in a row goes out as one or two slices of one buffer and costs the load nothing.
final class OutgoingFrames {
    private static final int FIN_TEXT = 0x81;
    private static final int RSV1 = 0x40;
    private static final int MASKED = 0x80;
    private static final int CLOSE_NORMAL = 1000;

    private final byte[][] messages;
    private final int[] offsets;
    private final ByteBuf frames;

    /// @param count how many different messages go round
    /// @param size of each message, in bytes
    OutgoingFrames(Content content, int count, int size, boolean deflated) {
        messages = new byte[count][];
        offsets = new int[count + 1];
        frames = Unpooled.directBuffer(count * (content.sent(new byte[size]).length + 14));
        Random masks = new Random(count);
        for (int i = 0; i < count; i++) {
            messages[i] = content.message(i, size);
            byte[] sent = content.sent(messages[i]);
            byte[] payload = deflated ? deflate(sent) : sent;
            write(frames, deflated ? FIN_TEXT | RSV1 : FIN_TEXT, payload, masks.nextInt() | 1);
            offsets[i + 1] = frames.writerIndex();
        }
    }

    /// The text of the message that goes out as number `number`, counted from 0.
    byte[] message(long number) {
        return messages[(int) (number % messages.length)];
    }

    /// The frames of messages from `number` on: of `count` messages, or of as many as there are
    /// before the ring ends. The caller releases the slice.
    ByteBuf slice(long number, int count) {
        int first = (int) (number % messages.length);
        int end = first + runLength(number, count);
        return frames.retainedSlice(offsets[first], offsets[end] - offsets[first]);
    }

    /// How many of `count` messages from `number` on are in one slice.
    int runLength(long number, int count) {
        return Math.min(count, messages.length - (int) (number % messages.length));
    }

    void release() {
        frames.release();
    }

    /// A masked text message.
    static ByteBuf text(byte[] payload) {
        return text(FIN_TEXT, payload);
    }

    /// A masked text message, compressed.
    static ByteBuf deflatedText(byte[] payload) {
        return text(FIN_TEXT | RSV1, deflate(payload));
    }

    private static ByteBuf text(int firstByte, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 14);
        write(frame, firstByte, payload, 0x37FA213D);
        return frame;
    }

    /// A masked Ping without a payload.
    static ByteBuf ping() {
        ByteBuf frame = Unpooled.buffer(6);
        write(frame, 0x89, new byte[0], 0x37FA213D);
        return frame;
    }

    /// A masked Pong with the payload of a ping.
    static ByteBuf pong(byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 6);
        write(frame, 0x8A, payload, 0x37FA213D);
        return frame;
    }

    /// A masked Close with code 1000.
    static ByteBuf close() {
        ByteBuf frame = Unpooled.buffer(8);
        write(
                frame,
                0x88,
                new byte[] {(byte) (CLOSE_NORMAL >> 8), (byte) CLOSE_NORMAL},
                0x37FA213D);
        return frame;
    }

    private static void write(ByteBuf out, int firstByte, byte[] payload, int mask) {
        out.writeByte(firstByte);
        if (payload.length < 126) {
            out.writeByte(MASKED | payload.length);
        } else if (payload.length < 65_536) {
            out.writeByte(MASKED | 126).writeShort(payload.length);
        } else {
            out.writeByte(MASKED | 127).writeLong(payload.length);
        }
        out.writeInt(mask);
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
        }
        out.writeBytes(masked);
    }

    /// One message alone (RFC 7692 §7.2.1), without context takeover.
    private static byte[] deflate(byte[] message) {
        try (Deflater deflater = new Deflater(6, true)) {
            deflater.setInput(message);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[message.length + 64];
            int length;
            do {
                length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
                out.write(chunk, 0, length);
            } while (length == chunk.length);
            byte[] flushed = out.toByteArray();
            return Arrays.copyOf(flushed, flushed.length - 4); // the empty block 00 00 FF FF
        }
    }
}
