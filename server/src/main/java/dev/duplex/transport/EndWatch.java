package dev.duplex.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.AttributeKey;
import io.netty.util.UncheckedBooleanSupplier;
import java.io.IOException;

/// Notices on io_uring that a peer has reset or ended the connection, where Netty does not. Stands first in the pipeline of each connection.
///
/// Netty 4.2.18 reads when a poll says that there is something, until the kernel says that a read has left nothing
/// (`IORING_CQE_F_SOCK_NONEMPTY`, used since netty/netty#14610), or a read finds nothing. While the loop is busy, bytes and what comes right behind
/// them become one event. So nothing tells of it any more, unless somebody writes,
///
/// - when it is a reset: the end of a stream counts as something that is left, a reset does not;
/// - when it is the end of the stream, and there are urgent bytes: where they stand, the kernel stops reading if a signal waits for the thread,
///   and threads that it makes for io_uring are announced by one.
///
/// No issue of Netty's says so. In that event Netty has seen `POLLRDHUP`, and its handle for reads remembers it. So only then the socket is looked at,
/// at the end of the read; what comes later has an event of its own.
@ChannelHandler.Sharable
final class EndWatch extends ChannelInboundHandlerAdapter {
    /// The one for all connections: it has no state.
    static final EndWatch INSTANCE = new EndWatch();

    /// `TCP_CLOSE` in the kernel's `net/tcp_states.h`: there is no connection any more.
    private static final int TCP_CLOSE = 7;

    /// Of a connection that is read on at our instance: Netty does not tell of its end.
    private static final AttributeKey<Boolean> READ_ON =
            AttributeKey.valueOf(EndWatch.class, "readOn");

    private EndWatch() {}

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (ctx.channel() instanceof IoUringSocketChannel socket
                && peerHasEnded(socket)
                && socket.isActive()) {
            if (socket.tcpInfo().state() == TCP_CLOSE) {
                // As Netty does after a read that fails.
                ctx.fireExceptionCaught(new IOException("Connection reset by peer"));
                socket.close();
            } else if (!socket.isInputShutdown()) {
                readOn(socket);
            }
        }
    }

    /// Whether Netty has seen `POLLRDHUP`: it reads on then, also where a handle has no reason of its own to do so.
    private static boolean peerHasEnded(Channel channel) {
        return channel.unsafe().recvBufAllocHandle() instanceof ExtendedHandle reads
                && reads.continueReading(UncheckedBooleanSupplier.FALSE_SUPPLIER);
    }

    /// Ends the input from this side too: the kernel tells of that as of whatever ends it, and what has come can still be read.
    private static void readOn(IoUringSocketChannel socket) {
        socket.attr(READ_ON).set(true);
        socket.shutdownInput();
    }

    /// After [#readOn] Netty tells that it has read all, but not of the end: it takes it for known.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownReadComplete.INSTANCE
                && ctx.channel() instanceof IoUringSocketChannel socket
                && socket.attr(READ_ON).getAndSet(null) != null) {
            if (socket.config().isAllowHalfClosure()) {
                ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            } else {
                socket.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }
}
