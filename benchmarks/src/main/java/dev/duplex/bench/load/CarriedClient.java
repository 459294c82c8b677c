package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// A client that receives messages, over one connection. Counts every byte in both directions. All of
/// it runs on the load's event loop.
abstract sealed class CarriedClient extends ChannelInboundHandlerAdapter
        permits SocketClient, SockJsHttpClient, PollingClient {
    /// Whom a client tells how it fares.
    interface Owner {
        /// From now on it gets whatever is published.
        void opened(CarriedClient client);

        /// A whole message came, at `now` ([System#nanoTime]).
        void arrived(CarriedClient client, byte[] message, long now);

        /// It cannot go on: its connection has ended, or what came over it is wrong.
        void failed(Throwable cause);
    }

    private final int index;
    private final Owner owner;
    private final Channel channel;
    private boolean open;
    private boolean left;
    private long received;
    private long sent;
    private long requests;
    private long readAt;

    CarriedClient(int index, Owner owner, Channel channel) {
        this.index = index;
        this.owner = owner;
        this.channel = channel;
    }

    /// Counts clients from 0.
    int index() {
        return index;
    }

    /// So far.
    Wire wire() {
        return new Wire(received, sent, requests);
    }

    Channel channel() {
        return channel;
    }

    /// The connection is there.
    abstract void begin();

    /// Takes what was read, all of it.
    abstract void read(ByteBuf in);

    void request(byte[] head) {
        requests++;
        send(Unpooled.wrappedBuffer(head));
    }

    /// Sends bytes, and takes the buffer over.
    void send(ByteBuf bytes) {
        sent += bytes.readableBytes();
        var _ = channel.writeAndFlush(bytes, channel.voidPromise());
    }

    /// Ends the connection: it has done its part.
    void leave() {
        left = true;
        var _ = channel.close();
    }

    void opened() {
        if (open) {
            throw new LoadException("client " + index + " was opened twice");
        }
        open = true;
        owner.opened(this);
    }

    void arrived(byte[] message) {
        if (!open) {
            throw new LoadException("client " + index + " got a message before it was open");
        }
        owner.arrived(this, message, readAt);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            readAt = System.nanoTime();
            received += in.readableBytes();
            read(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!left) {
            owner.failed(
                    new LoadException(
                            "client " + index + (open ? " was lost" : " was not let in")));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        owner.failed(cause);
    }
}
