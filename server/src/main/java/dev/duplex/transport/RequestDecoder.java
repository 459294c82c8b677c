package dev.duplex.transport;

import dev.duplex.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Netty's request decoder with a valve: while it is shut, bytes that have come stay as they are.
/// So one request is in work at a time, a body comes no faster than it is wanted, and bytes behind a
/// handshake are still bytes when the connection is taken over.
final class RequestDecoder extends HttpRequestDecoder {
    /// The largest piece in which a body is handed on.
    private static final int PIECE_BYTES = 16 * 1024;

    private final Runnable overflowing;
    private @Nullable ChannelHandlerContext context;
    private boolean shut;
    private boolean decoding;
    private boolean headBegun;
    private boolean discarding;
    private long discarded;

    /// @param overflowing called when bytes have come while the valve is shut
    RequestDecoder(Limits limits, Runnable overflowing) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.headerBytes())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxChunkSize(PIECE_BYTES)
                        // Grows with the lines; every open connection has it.
                        .setInitialBufferSize(64));
        this.overflowing = overflowing;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /// Hands nothing on until [#open].
    void shut() {
        shut = true;
    }

    /// Hands on what has come and what comes.
    void open() throws Exception {
        shut = false;
        ChannelHandlerContext ctx = context;
        // The call that is decoding now goes on by itself; a nested one would confuse it.
        if (!decoding && ctx != null && !ctx.isRemoved() && actualReadableBytes() > 0) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            ctx.fireChannelReadComplete();
        }
    }

    /// Drops what has come and what comes.
    void discard() {
        discarding = true;
    }

    long discarded() {
        return discarded;
    }

    /// Whether bytes wait behind the shut valve.
    boolean hasBytes() {
        return actualReadableBytes() > 0;
    }

    /// Whether some of a request head has come, but not all of it.
    boolean headBegun() {
        return headBegun;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        if (discarding && input instanceof ByteBuf bytes) {
            discarded += bytes.readableBytes();
            bytes.release();
            return;
        }
        decoding = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            decoding = false;
        }
        if (shut && hasBytes()) {
            overflowing.run();
        }
    }

    /// Netty's asks for more bytes when those that came gave no message; behind a shut valve that
    /// would gather bytes without limit.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (shut || discarding) {
            discardSomeReadBytes();
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
            throws Exception {
        if (discarding) {
            discarded += buffer.readableBytes();
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (shut) {
            return;
        }
        int before = out.size();
        super.decode(ctx, buffer, out);
        headBegun = out.size() == before;
    }
}
