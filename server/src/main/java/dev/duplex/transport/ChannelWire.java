package dev.duplex.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannelConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection at the end of a channel's pipeline, behind TLS and whatever else there is. The connection
/// begins when this is added.
final class ChannelWire extends ChannelInboundHandlerAdapter implements Wire, GoingAway {
    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    private final WebSocketConnection connection;
    private ChannelHandlerContext ctx;
    private @Nullable WriteProgress progress;

    @SuppressWarnings(
            "NullAway.Init") // handlerAdded sets the context, before anything else is called
    ChannelWire(WebSocketConnection connection) {
        this.connection = connection;
    }

    WebSocketConnection connection() {
        return connection;
    }

    /// Whether the socket and the connection have nothing between them that changes the bytes, or looks at them.
    boolean isAlone() {
        for (Map.Entry<String, ChannelHandler> other : ctx.pipeline()) {
            if (other.getValue() != this && !(other.getValue() instanceof EndWatch)) {
                return false;
            }
        }
        return true;
    }

    /// Keeps the channel open when the peer has ended its side, if there is no TLS that ends with it.
    void allowHalfClosure() {
        if (isAlone() && ctx.channel().config() instanceof SocketChannelConfig config) {
            config.setAllowHalfClosure(true);
        }
    }

    // --- what the channel says

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
        int limit = connection.queueBytes();
        ctx.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(limit / 2, limit));
        ctx.channel().closeFuture().addListener(_ -> connection.lost());
        connection.begin(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            connection.received(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        connection.receivedAll();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        connection.flushed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            var _ = connection.inputEnded();
        } else {
            from.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        connection.gone();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext from) {
        connection.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Ending.log(LOG, ctx.channel(), cause);
        ctx.close();
    }

    @Override
    public void goAway() {
        connection.goAway();
    }

    @Override
    public void depart() {
        connection.goAway();
    }

    // --- what the connection wants

    @Override
    public void write(ByteBuf bytes) {
        ctx.write(bytes, ctx.voidPromise());
    }

    @Override
    public void flush() {
        ctx.flush();
    }

    @Override
    public long pending() {
        ChannelOutboundBuffer queue = ctx.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public void awaitWritten() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> connection.flushed());
    }

    @Override
    public boolean stalled() {
        if (progress == null) {
            progress = new WriteProgress();
        }
        return progress.stalled(ctx.channel());
    }

    @Override
    public void read(boolean on) {
        ctx.channel().config().setAutoRead(on);
    }

    @Override
    public void endOutput() {
        Ending.endOutput(ctx.channel());
    }

    @Override
    public void endOutputAfterClose() {
        endOutput();
    }

    @Override
    public void closeBehind() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void close() {
        ctx.close();
    }
}
