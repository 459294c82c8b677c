package dev.duplex.bench.codec;

import dev.duplex.bench.load.Content;
import dev.duplex.websocket.frame.FrameHeader;
import dev.duplex.websocket.frame.Masking;
import dev.duplex.websocket.frame.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Input of the benchmarks.
final class Texts {
    private static final int KEY = 0x37FA213D;

    private Texts() {}

    /// One text in a direct buffer, as a socket fills it.
    static ByteBuf text(Content content, int bytes) {
        return Unpooled.directBuffer(bytes).writeBytes(content.message(0, bytes));
    }

    /// `count` masked text frames one after another.
    static ByteBuf frames(Content content, int count, int bytes) {
        ByteBuf frames = Unpooled.directBuffer(count * (bytes + FrameHeader.MAX_BYTES));
        for (int i = 0; i < count; i++) {
            FrameHeader.writeMasked(frames, true, 0, Opcode.TEXT, bytes, KEY);
            int start = frames.writerIndex();
            frames.writeBytes(content.message(i, bytes));
            Masking.apply(frames, start, bytes, KEY, 0);
        }
        return frames;
    }
}
