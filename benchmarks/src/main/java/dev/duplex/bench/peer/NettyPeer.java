package dev.duplex.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;

/// The peer made of Netty's own WebSocket handlers, put together as well as they allow: epoll, one
/// event loop, payloads handed back without a copy, one flush for each batch of reads, no promise
/// for each broadcast write. Frames are echoed as they come, without an aggregator of messages:
/// that costs Netty nothing, where Duplex checks and delivers whole messages.
public final class NettyPeer {
    private static final int HANDSHAKE_BYTES = 65_536;

    private NettyPeer() {}

    public static void main(String... args) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            Channel listening = start(PeerArguments.of(args), loop);
            PeerArguments.ready(port(listening));
            listening.closeFuture().sync();
        } finally {
            var _ = loop.shutdownGracefully();
        }
    }

    /// @return the listening socket
    static Channel start(PeerArguments arguments, EventLoopGroup loop) throws InterruptedException {
        ChannelGroup everybody = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                assemble(channel.pipeline(), arguments, everybody);
                            }
                        })
                .bind("127.0.0.1", arguments.port())
                .sync()
                .channel();
    }

    static int port(Channel listening) {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private static void assemble(
            ChannelPipeline pipeline, PeerArguments arguments, ChannelGroup everybody) {
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(new HttpObjectAggregator(HANDSHAKE_BYTES));
        if (arguments.deflate()) {
            // What WebSocketServerCompressionHandler does, and agrees to do without takeover too:
            // the load's messages stand alone.
            pipeline.addLast(
                    new WebSocketServerExtensionHandler(
                            new PerMessageDeflateServerExtensionHandshaker(
                                    6,
                                    ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
                                    15,
                                    true,
                                    true,
                                    0)));
        }
        pipeline.addLast(
                new WebSocketServerProtocolHandler("/", null, true, HANDSHAKE_BYTES, false, true));
        pipeline.addLast(new Route(everybody));
    }

    /// Waits for the handshake and puts the endpoint of its path in its own place.
    private static final class Route extends ChannelInboundHandlerAdapter {
        private final ChannelGroup everybody;

        Route(ChannelGroup everybody) {
            this.everybody = everybody;
        }

        private void replace(ChannelHandlerContext context, ChannelHandler endpoint) {
            var _ = context.pipeline().replace(this, "endpoint", endpoint);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete handshake) {
                switch (handshake.requestUri()) {
                    case "/ws/echo" -> replace(context, new Echo());
                    case "/ws/broadcast" -> {
                        everybody.add(context.channel());
                        replace(context, new Broadcast(everybody));
                    }
                    default -> {
                        var _ = context.close();
                    }
                }
            }
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            var _ = context.write(frame, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    private static final class Broadcast extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final ChannelGroup everybody;

        Broadcast(ChannelGroup everybody) {
            this.everybody = everybody;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            var _ = everybody.write(frame.retain(), ChannelMatchers.all(), true);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            everybody.flush();
        }
    }
}
