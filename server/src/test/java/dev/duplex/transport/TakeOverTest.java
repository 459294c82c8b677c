package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Hosts;
import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.TransportKind;
import dev.duplex.http.HttpHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The way from HTTP to something else, with an upgrade that echoes bytes.
class TakeOverTest {
    private static final String HANDSHAKE =
            "GET /raw HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: foo, WebSocket\r\n\r\n";

    private final BlockingQueue<List<String>> pipelines = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Echoes what comes, after a greeting that it writes as soon as it is there.
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.write(Unpooled.copiedBuffer("welcome ", UTF_8));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            assertThat(message).isInstanceOf(ByteBuf.class);
            ctx.writeAndFlush(message);
        }
    }

    private interface Body {
        void run(int port) throws Exception;
    }

    private void serving(TransportKind kind, Limits limits, Body body) throws Exception {
        Router<Upgrade> upgrades = new Router<>();
        upgrades.add(
                "/raw",
                (exchange, takeOver) -> {
                    exchange.onClosed(closed::countDown);
                    if (exchange.request().headers().first("Upgrade").isEmpty()) {
                        exchange.status(426).respond("only upgrades".getBytes(UTF_8));
                        return;
                    }
                    Channel channel =
                            takeOver.takeOver(
                                    new DefaultHttpHeaders().set("Upgrade", "raw"), new Echo());
                    pipelines.add(List.copyOf(channel.pipeline().names()));
                });
        Router<HttpHandler> handlers = new Router<>();
        handlers.add("/http", exchange -> exchange.respond("http".getBytes(UTF_8)));
        Routes routes = new Routes(upgrades, handlers, Hosts.any(), limits, ServerObserver.NONE);
        Transport transport = Transport.open(kind, 1, "test");
        try {
            Channel socket =
                    transport
                            .serverBootstrap(Duration.ZERO)
                            .childHandler(
                                    new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            new HttpConnection(
                                                            routes,
                                                            transport.lane(channel.eventLoop()),
                                                            new RequestHead.Link(
                                                                    (InetSocketAddress)
                                                                            channel.remoteAddress(),
                                                                    (InetSocketAddress)
                                                                            channel.localAddress(),
                                                                    false),
                                                            Optional.empty(),
                                                            null)
                                                    .addTo(channel.pipeline());
                                        }
                                    })
                            .bind("127.0.0.1", 0)
                            .syncUninterruptibly()
                            .channel();
            body.run(((InetSocketAddress) socket.localAddress()).getPort());
        } finally {
            transport.end();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void bytesBehindTheHandshakeReachWhoTookOver(TransportKind kind) throws Exception {
        serving(
                kind,
                Limits.DEFAULT,
                port -> {
                    try (RawClient client = RawClient.connect(port)) {
                        // One segment: what looks like a request must not be taken for one.
                        client.send(HANDSHAKE + "GET /http HTTP/1.1\r\n");
                        RawClient.Response head = client.head();
                        assertThat(head.statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
                        assertThat(head.fields()).isEqualTo(java.util.Map.of("upgrade", "raw"));
                        assertThat(client.text(28)).isEqualTo("welcome GET /http HTTP/1.1\r\n");
                        assertThat(client.send("more").text(4)).isEqualTo("more");
                    }
                    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
                    assertThat(pipelines.poll(30, TimeUnit.SECONDS))
                            .as("nothing of HTTP is left")
                            .noneMatch(name -> name.contains("Http") || name.contains("Request"));
                });
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void theTimeoutsOfHttpEnd(TransportKind kind) throws Exception {
        Duration tiny = Duration.ofMillis(500);
        Limits limits = Limits.builder().handshakeTimeout(tiny).idleTimeout(tiny).build();
        serving(
                kind,
                limits,
                port -> {
                    try (RawClient client = Transports.answered(port, HANDSHAKE, 101);
                            RawClient other = RawClient.connect(port)) {
                        // The other connection, begun later, has timed out: so this one's time is
                        // up.
                        assertThat(other.response().status()).isEqualTo(408);
                        assertThat(other.ended()).isTrue();
                        assertThat(client.send("still").text(13)).isEqualTo("welcome still");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void otherRequestsAtThePathAreAnsweredByTheUpgradeToo(TransportKind kind) throws Exception {
        serving(
                kind,
                Limits.DEFAULT,
                port -> {
                    try (RawClient client = RawClient.connect(port)) {
                        client.send("GET /raw HTTP/1.1\r\nHost: here\r\n\r\n");
                        assertThat(client.response().body()).isEqualTo("only upgrades");
                        client.send(
                                "POST /raw HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nbody");
                        assertThat(client.response().status()).isEqualTo(426);
                        client.send(HANDSHAKE.replace("/raw", "/http"));
                        assertThat(client.response().body()).isEqualTo("http");
                        assertThat(client.send(HANDSHAKE).head().status()).isEqualTo(101);
                    }
                    try (RawClient client = RawClient.connect(port)) {
                        client.send(HANDSHAKE.replace("\r\n\r\n", "\r\nContent-Length: 1\r\n\r\n"));
                        assertThat(client.response().status()).isEqualTo(400);
                    }
                    try (RawClient client = RawClient.connect(port)) {
                        client.send(HANDSHAKE.replace("HTTP/1.1", "HTTP/1.0"));
                        assertThat(client.response().status()).isEqualTo(505);
                    }
                });
    }
}
