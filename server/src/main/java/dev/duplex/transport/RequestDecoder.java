package dev.duplex.transport;

import dev.duplex.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Netty's request decoder with a valve: while it is shut, bytes that have come stay as they are, and when some have, no more are read.
/// So one request is in work at a time, a body comes no faster than it is wanted, and bytes behind a
/// handshake are still bytes when the connection is taken over.
final class RequestDecoder extends HttpRequestDecoder {
    /// The largest piece in which a body is handed on.
    private static final int PIECE_BYTES = 16 * 1024;

    private @Nullable ChannelHandlerContext context;
    private boolean shut;
    private boolean decoding;
    private boolean headBegun;
    private boolean discarding;
    private long discarded;

    RequestDecoder(Limits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.headerBytes())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxChunkSize(PIECE_BYTES)
                        // Grows with the lines; every open connection has it.
                        .setInitialBufferSize(64));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /// Hands nothing on until [#open].
    void shut() {
        shut = true;
    }

    /// Hands nothing on until [#open], and reads from the peer only to see it leave.
    ///
    /// @param watch whether to read for that, as long as nothing else comes
    void shut(boolean watch) {
        shut();
        read(watch && !hasBytes());
    }

    /// Hands on what has come and what comes, and reads from the peer.
    void open() {
        shut = false;
        read(true);
        ChannelHandlerContext ctx = context;
        // The call that is decoding now goes on by itself; a nested one would confuse it.
        if (!decoding && ctx != null && !ctx.isRemoved() && hasBytes()) {
            try {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
            } catch (Exception e) {
                ctx.fireExceptionCaught(e);
                return;
            }
            ctx.fireChannelReadComplete();
        }
    }

    private void read(boolean on) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.channel().config().setAutoRead(on);
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
        if (shut && !discarding && hasBytes()) {
            read(false);
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
