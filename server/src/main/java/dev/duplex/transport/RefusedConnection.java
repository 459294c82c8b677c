package dev.duplex.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicInteger;

/// A connection over the limit: gets one sentence and is closed. What it sends is dropped.
final class RefusedConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(RefusedConnection.class.getName());

    /// How many at a time get to read their sentence; further ones are closed at once.
    static final int MAX_LINGERING = 256;

    private final Refusal refusal;
    private final AtomicInteger lingering;
    private int discarded;

    /// @param lingering how many refused connections of this server are open
    RefusedConnection(Refusal refusal, AtomicInteger lingering) {
        this.refusal = refusal;
        this.lingering = lingering;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        int open = lingering.incrementAndGet();
        ctx.channel().closeFuture().addListener(_ -> lingering.decrementAndGet());
        if (open > MAX_LINGERING) {
            ctx.close();
            return;
        }
        ctx.writeAndFlush(Unpooled.wrappedBuffer(refusal.bytes()))
                .addListener(_ -> Ending.linger(ctx.channel()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            discarded += bytes.readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (discarded > Ending.MAX_DISCARDED_BYTES) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Ending.log(LOG, ctx.channel(), cause);
        ctx.close();
    }
}
