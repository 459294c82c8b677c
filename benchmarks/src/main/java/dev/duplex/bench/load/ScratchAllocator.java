package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/// Gives every read the same buffer: a connection is done with what it read before the next read
/// begins, so that reading allocates nothing.
final class ScratchAllocator extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 1 << 20;

    private final ByteBuf scratch = Unpooled.directBuffer(BYTES, BYTES);

    void release() {
        scratch.release();
    }

    @Override
    @SuppressWarnings("deprecation") // the type that Netty's own signature has
    public Handle newHandle() {
        return new ScratchHandle();
    }

    private final class ScratchHandle extends MaxMessageHandle {
        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            if (scratch.refCnt() != 1) {
                throw new IllegalStateException("the last read's buffer is still in use");
            }
            return scratch.clear().retain();
        }

        @Override
        public int guess() {
            return BYTES;
        }
    }
}
