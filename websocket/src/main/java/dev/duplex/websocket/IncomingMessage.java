package dev.duplex.websocket;

import dev.duplex.websocket.frame.FrameHeader;
import dev.duplex.websocket.frame.Masking;
import dev.duplex.websocket.frame.Opcode;
import dev.duplex.websocket.frame.Utf8Validator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// The message that is coming in: unmasks, inflates and checks its payload as it comes, and keeps
/// what has come where a message is not whole within one read. A message that is, is never copied.
final class IncomingMessage {
    /// A frame's announcement is not believed beyond this: memory grows with what really comes.
    private static final int TRUSTED_BYTES = 16 * 1024;

    /// Compressed bytes may outgrow what they stand for, but not by much: a stream of empty blocks
    /// is no message.
    private static final int COMPRESSED_SLACK = 1024;

    private final ByteBufAllocator allocator;
    private final int maxBytes;
    private final Utf8Validator utf8 = new Utf8Validator();

    private boolean open;
    private boolean text;
    private boolean compressed;
    private int frames;
    private long compressedBytes;
    private ByteBuf assembly = Unpooled.EMPTY_BUFFER;

    IncomingMessage(ByteBufAllocator allocator, int maxBytes) {
        this.allocator = allocator;
        this.maxBytes = maxBytes;
    }

    /// Whether a message has begun and not ended.
    boolean isOpen() {
        return open;
    }

    boolean isText() {
        return text;
    }

    /// Frames of this message so far.
    int frames() {
        return frames;
    }

    /// Takes note of a data frame, whose place in the message has been checked.
    Outcome frame(FrameHeader header) {
        if (header.opcode() != Opcode.CONTINUATION) {
            open = true;
            text = header.opcode() == Opcode.TEXT;
            compressed = header.rsv() != 0;
            frames = 0;
            compressedBytes = 0;
            utf8.reset();
        }
        frames++;
        long length = header.length();
        if (compressed) {
            compressedBytes += length;
            return compressedBytes > 2L * maxBytes + COMPRESSED_SLACK || length > Integer.MAX_VALUE
                    ? Outcome.TOO_LARGE
                    : Outcome.OK;
        }
        return length > maxBytes - assembly.readableBytes() ? Outcome.TOO_LARGE : Outcome.OK;
    }

    /// Whether the frame, being whole in the input, can be given on from there.
    boolean isDirect(boolean fin) {
        return fin && frames == 1 && !compressed;
    }

    /// Unmasks and checks a whole message where it stands.
    Outcome direct(ByteBuf in, int index, int length, int key) {
        Masking.apply(in, index, length, key, 0);
        open = false;
        boolean valid = !text || (utf8.validate(in, index, length) && utf8.complete());
        return valid ? Outcome.OK : Outcome.NOT_UTF8;
    }

    /// Takes `length` bytes of a frame's payload from `index`, of which `phase` have come before.
    ///
    /// @param expected how many bytes of the frame's payload are still to come, these included
    /// @param compression the connection's
    Outcome append(
            ByteBuf in,
            int index,
            int length,
            FrameHeader header,
            long phase,
            long expected,
            Compression compression) {
        Masking.apply(in, index, length, header.maskingKey(), phase);
        if (compressed) {
            return inflate(
                    in.slice(index, length), header.fin() && length == expected, compression);
        }
        ensureAssembly((int) Math.min(expected, TRUSTED_BYTES));
        assembly.writeBytes(in, index, length);
        return text && !utf8.validate(in, index, length) ? Outcome.NOT_UTF8 : Outcome.OK;
    }

    /// Ends the message after its last frame's payload.
    Outcome end() {
        open = false;
        return text && !utf8.complete() ? Outcome.NOT_UTF8 : Outcome.OK;
    }

    /// The whole message, after [#end]; [#clear] gives it up.
    ByteBuf assembled() {
        return assembly;
    }

    private Outcome inflate(ByteBuf in, boolean last, Compression compression) {
        ensureAssembly(Math.min(in.readableBytes() * 4, TRUSTED_BYTES));
        int before = assembly.writerIndex();
        Outcome outcome = compression.inflate(in, last, assembly, maxBytes);
        int grown = assembly.writerIndex() - before;
        if (outcome == Outcome.OK && text && !utf8.validate(assembly, before, grown)) {
            return Outcome.NOT_UTF8;
        }
        return outcome;
    }

    private void ensureAssembly(int expected) {
        if (assembly.capacity() == 0) {
            assembly = allocator.buffer(Math.max(expected, 256));
        }
    }

    /// Gives up what is kept of a message, whole or not.
    void clear() {
        open = false;
        if (assembly.capacity() != 0) {
            assembly.release();
            assembly = Unpooled.EMPTY_BUFFER;
        }
    }
}
