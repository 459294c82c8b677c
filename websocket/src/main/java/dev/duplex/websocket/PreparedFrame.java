package dev.duplex.websocket;

import dev.duplex.websocket.frame.FrameHeader;
import dev.duplex.websocket.frame.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Frames made once for many connections of the server's role: a broadcast is encoded, and where
/// that is agreed on compressed, once for all whose peers take it in this form.
public final class PreparedFrame {
    private static final int RSV1 = 4;

    private PreparedFrame() {}

    /// One whole message as one unmasked frame.
    ///
    /// @return the frame; the caller releases it
    public static ByteBuf plain(ByteBufAllocator allocator, boolean text, ByteBuf payload) {
        ByteBuf frame = allocator.directBuffer(plainBytes(payload.readableBytes()));
        appendPlain(frame, text, payload);
        return frame;
    }

    /// How many bytes [#appendPlain] writes for a payload of that many.
    public static int plainBytes(int payloadBytes) {
        return FrameHeader.size(payloadBytes, false) + payloadBytes;
    }

    /// Writes one whole message as one unmasked frame behind others.
    public static void appendPlain(ByteBuf frames, boolean text, ByteBuf payload) {
        int length = payload.readableBytes();
        FrameHeader.write(frames, true, 0, text ? Opcode.TEXT : Opcode.BINARY, length);
        frames.writeBytes(payload, payload.readerIndex(), length);
    }

    /// One whole message as one compressed, unmasked frame, which stands alone: for connections
    /// whose server keeps no context and has the whole window.
    ///
    /// @return the frame; the caller releases it
    public static ByteBuf deflated(
            ByteBufAllocator allocator, boolean text, ByteBuf payload, Compression compression) {
        ByteBuf deflated =
                compression.deflate(payload, payload.readerIndex(), payload.readableBytes());
        try {
            int length = deflated.readableBytes();
            ByteBuf frame = allocator.directBuffer(FrameHeader.size(length, false) + length);
            FrameHeader.write(frame, true, RSV1, text ? Opcode.TEXT : Opcode.BINARY, length);
            return frame.writeBytes(deflated);
        } finally {
            deflated.release();
        }
    }
}
