package dev.duplex.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.Tls;
import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.TlsClient;
import dev.duplex.bench.load.Traffic;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The load over TLS, and what it refuses to measure.
class TlsTrafficTest {
    @TempDir static Path directory;
    @TempDir static Path elsewhere;
    private static ServerCertificate certificate;
    private static TlsClient client;

    private final LoadLoop loop = new LoadLoop();
    private final EventLoopGroup servers =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    static Stream<Load.Messages> loads() {
        return Stream.of(
                new Load.Echo(3, 1, 64, Content.ASCII, false),
                new Load.Echo(3, 8, 16_384, Content.MIXED, false),
                new Load.Idle(5, Load.Idle.Kind.NEW));
    }

    @BeforeAll
    static void certify() throws InterruptedException {
        certificate = ServerCertificate.make(ServerCertificate.Key.ECDSA_P256, directory);
        client = new TlsClient(certificate.certificate());
    }

    @AfterAll
    static void release() {
        client.close();
    }

    @AfterEach
    void stop() {
        loop.close();
        var _ = servers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static Server.Builder server() {
        return Server.builder()
                .host("127.0.0.1")
                .port(0)
                .eventLoops(1)
                .webSocket(
                        "/ws/echo",
                        new Endpoint() {
                            @Override
                            public void onMessage(Session session, Message message) {
                                session.send(message);
                            }
                        })
                .http("/hello", exchange -> exchange.respond("hello".getBytes(US_ASCII)));
    }

    private static Server secure() {
        return server().tls(Tls.of(file("chain.pem"), file("key.pem"))).start();
    }

    private static Path file(String name) {
        return directory.resolve(name);
    }

    private static Target target(Server server) {
        return new Target(server.port(), Optional.of(client));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void allArrivesOverTls(Load.Messages load) throws InterruptedException {
        try (Server server = secure();
                Traffic traffic = Traffic.open(load, target(server), loop)) {
            long atLeast =
                    load instanceof Load.Echo echo ? (long) echo.connections() * echo.window() : 0;
            assertThat(traffic.finish()).isGreaterThanOrEqualTo(atLeast);
        }
    }

    @Test
    void handshakesGoOnUntilTheyAreStopped() throws InterruptedException {
        try (Server server = secure();
                Traffic traffic = Traffic.open(new Load.Handshakes(4), target(server), loop)) {
            long some = traffic.measure(Duration.ofMillis(500), () -> 0).messages();
            assertThat(some).isPositive();
            // finish() also compares how often the certificate was shown.
            assertThat(traffic.finish()).isGreaterThanOrEqualTo(some);
        }
    }

    @Test
    void connectionsWithoutTlsAreCountedToo() throws InterruptedException {
        try (Server server = server().start();
                Traffic traffic =
                        Traffic.open(new Load.Handshakes(4), Target.plain(server.port()), loop)) {
            assertThat(traffic.finish()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void anotherCertificateIsNotTrusted() throws InterruptedException {
        ServerCertificate other = ServerCertificate.make(ServerCertificate.Key.RSA_2048, elsewhere);
        try (Server server = secure();
                TlsClient stranger = new TlsClient(other.certificate())) {
            Target target = new Target(server.port(), Optional.of(stranger));
            assertThatThrownBy(
                            () -> Traffic.open(new Load.Idle(2, Load.Idle.Kind.NEW), target, loop))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("another certificate");
            assertHandshakesFail(target, "another certificate");
        }
    }

    @Test
    void anotherCipherDoesNotCompare() throws Exception {
        assertHandshakesFail(
                handshaker("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
                "TLSv1.3 with TLS_AES_256_GCM_SHA384, which does not compare");
    }

    @Test
    void anOlderVersionIsNotAgreedTo() throws Exception {
        assertHandshakesFail(
                handshaker("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                "PROTOCOL_VERSION");
    }

    /// A server that does TLS and nothing else.
    private Target handshaker(String version, String cipher) throws Exception {
        SslContext context =
                SslContextBuilder.forServer(file("chain.pem").toFile(), file("key.pem").toFile())
                        .sslProvider(SslProvider.JDK)
                        .protocols(version)
                        .ciphers(List.of(cipher))
                        .build();
        Channel listening =
                new ServerBootstrap()
                        .group(servers)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(context.newHandler(channel.alloc()));
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .sync()
                        .channel();
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        return new Target(port, Optional.of(client));
    }

    @Test
    void anAnswerThatIsNoneIsNotCounted() throws InterruptedException {
        try (Server server =
                server().http("/", exchange -> exchange.respond(new byte[0])).start()) {
            // TLS to a server that has none, which closes.
            assertHandshakesFail(target(server), "SSL");
        }
        try (Server server = Server.builder().host("127.0.0.1").port(0).start()) {
            assertHandshakesFail(Target.plain(server.port()), "HTTP/1.1 404");
        }
    }

    private void assertHandshakesFail(Target target, String why) {
        assertThatThrownBy(
                        () -> {
                            try (Traffic traffic =
                                    Traffic.open(new Load.Handshakes(2), target, loop)) {
                                traffic.finish();
                            }
                        })
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @EnumSource
    void certificatesAreOfTheirKind(ServerCertificate.Key key, @TempDir Path made)
            throws InterruptedException {
        assertThat(ServerCertificate.make(key, made).certificate().getPublicKey().getAlgorithm())
                .isEqualTo(
                        switch (key) {
                            case ECDSA_P256 -> "EC";
                            case RSA_2048 -> "RSA";
                        });
    }
}
