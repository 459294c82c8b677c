package dev.duplex.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Endpoint;
import dev.duplex.Server;
import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The load on the peers that are in Java: all that was sent arrives, with the right content.
class TrafficTest {
    /// A stall of the machine may be longer than a window.
    private static final int MOST_WINDOWS = 20;

    private final EventLoopGroup servers =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final LoadLoop loop = new LoadLoop();

    static Stream<Load.Messages> loads() {
        return Stream.of(
                new Load.Echo(3, 1, 64, Content.ASCII, false),
                new Load.Echo(5, 64, 64, Content.ASCII, false),
                new Load.Echo(3, 8, 16_384, Content.MIXED, false),
                new Load.Echo(3, 8, 1024, Content.JSON, true),
                new Load.Fanout(20, 4, 128));
    }

    @AfterEach
    void stop() {
        loop.close();
        var _ = servers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void nettyAnswersAll(Load.Messages load) throws InterruptedException {
        Channel listening = NettyPeer.start(PeerArguments.plain(load.deflated()), servers);
        assertAllArrives(load, NettyPeer.port(listening));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void duplexAnswersAll(Load.Messages load) throws InterruptedException {
        try (Server server = DuplexPeer.start(PeerArguments.plain(load.deflated()))) {
            assertAllArrives(load, server.port());
        }
    }

    @Test
    void duplexAnswersAllByAHandlerThatBlocks() throws InterruptedException {
        try (Server server = DuplexPeer.start(PeerArguments.plain(false))) {
            assertAllArrives(
                    new Load.Echo(5, 64, 64, Content.ASCII, false).blocking(), server.port());
        }
    }

    @Test
    void duplexBringsAChannelsPublicationsToAll() throws InterruptedException {
        try (Server server = DuplexPeer.start(PeerArguments.plain(false))) {
            assertAllArrives(new Load.Channel(20, 16, 128), server.port());
        }
    }

    @Test
    void duplexBringsWhatAChannelKeepsToAll(@TempDir Path directory) throws InterruptedException {
        Load.Channel kept = new Load.Channel(20, 4, 128, true);
        try (Server server = DuplexPeer.start(PeerArguments.plain(false))) {
            assertAllArrives(kept, server.port());
        }
        PeerArguments onDisk =
                PeerArguments.of("0", "--disk=" + directory.resolve("hub").toAbsolutePath());
        Server server = DuplexPeer.start(onDisk);
        try {
            assertAllArrives(kept, server.port());
        } finally {
            server.close();
            server.hub().close();
        }
    }

    /// Two servers with a hub between them, as several nodes are to the load.
    @Test
    void senderAndReceiverAreAtDifferentServers() throws InterruptedException {
        Load.Pairs pairs = new Load.Pairs(7, 5, 128, false);
        assertThat(pairs.server(3)).isEqualTo(3);
        assertThat(pairs.server(7 + 3)).isEqualTo(4);
        assertThat(Target.plain(List.of(11, 12, 13)).port(4)).isEqualTo(12);
        try (Server server = DuplexPeer.start(PeerArguments.plain(false))) {
            assertAllArrives(pairs, server.port());
            assertAllArrives(new Load.Pairs(2, 9, 128, true), server.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "present:all"})
    void visitorsComeIntoAChannelAndGo(String channel) throws InterruptedException {
        try (Server server = DuplexPeer.start(PeerArguments.plain(false));
                Traffic traffic =
                        Traffic.open(
                                Load.Visits.in(channel, 4), Target.plain(server.port()), loop)) {
            assertThat(traffic.measure(Duration.ofMillis(200), () -> 0).messages()).isPositive();
            assertThat(traffic.finish()).isPositive();
        }
    }

    @Test
    void aVisitorWhoIsNotAnsweredIsNotCounted() throws InterruptedException {
        try (Server server = DuplexPeer.start(PeerArguments.plain(false))) {
            Load.Visits wrong = new Load.Visits(1, "/connection/websocket", "{}x", "never");
            assertThatThrownBy(() -> Traffic.open(wrong, Target.plain(server.port()), loop))
                    .isInstanceOf(LoadException.class);
        }
    }

    /// As many as the rate says, in the long run: what a stall puts off goes out when it is over. None of the latencies is below nothing.
    @Test
    void whatIsPacedGoesOutAtItsRate() throws InterruptedException {
        try (Server server = DuplexPeer.start(PeerArguments.plain(false));
                Traffic traffic =
                        Traffic.open(
                                new Load.Paced(10, 64, 2000), Target.plain(server.port()), loop)) {
            double messages = 0;
            double late = 0;
            double nanos = 0;
            double perSecond = 0;
            for (int i = 0; i < MOST_WINDOWS && (perSecond < 1500 || perSecond > 2500); i++) {
                Window<Integer> window = traffic.measure(Duration.ofMillis(500), () -> 0);
                assertThat(window.latency().getTotalCount()).isEqualTo(window.messages());
                late += window.late().getTotalCount();
                messages += window.messages();
                nanos += window.nanos();
                perSecond = messages * 1e9 / nanos;
            }
            assertThat(perSecond).isBetween(1500.0, 2500.0);
            assertThat(late).isPositive();
            assertThat(traffic.finish()).isPositive();
        }
    }

    /// A server that answers late makes the latencies of all messages that were due meanwhile long: what is not sent yet waits too.
    @Test
    void aPausePutsOffWhatWasDueMeanwhile() throws InterruptedException {
        Duration pause = Duration.ofMillis(300);
        CountDownLatch measured = new CountDownLatch(1);
        Endpoint pausing =
                Endpoint.blocking(session -> {
                    measured.await();
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    session.forEach(session::send);
                });
        try (Server server =
                        Server.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .webSocket("/ws/echo", pausing)
                                .start();
                Traffic traffic =
                        Traffic.open(
                                new Load.Paced(1, 64, 100), Target.plain(server.port()), loop)) {
            // Of some 30 messages that were due within the pause, those of its first half waited
            // for more than half of it. They come in the first window, unless that is over first.
            long late = 0;
            for (int i = 0; i < MOST_WINDOWS && late <= 10; i++) {
                late +=
                        traffic.measure(
                                        Duration.ofSeconds(1),
                                        () -> {
                                            measured.countDown();
                                            return 0;
                                        })
                                .latency()
                                .getCountBetweenValues(pause.toNanos() / 2, Long.MAX_VALUE / 2);
            }
            assertThat(late).isGreaterThan(10);
            assertThat(traffic.finish()).isPositive();
        }
    }

    @Test
    void idleConnectionsStayOpen() throws InterruptedException {
        Channel listening = NettyPeer.start(PeerArguments.plain(false), servers);
        try (Traffic traffic =
                Traffic.open(
                        new Load.Idle(150, Load.Idle.Kind.NEW),
                        Target.plain(NettyPeer.port(listening)),
                        loop)) {
            assertThat(traffic.measure(Duration.ofMillis(10), () -> 1).messages()).isZero();
            assertThat(traffic.finish()).isZero();
        }
    }

    @Test
    void connectionsThatHaveCompressedStayOpen() throws InterruptedException {
        Load.Idle load = new Load.Idle(150, Load.Idle.Kind.COMPRESSED);
        Channel listening = NettyPeer.start(PeerArguments.plain(true), servers);
        assertAllArrives(load, NettyPeer.port(listening));
        try (Server server = DuplexPeer.start(PeerArguments.plain(true))) {
            assertAllArrives(load, server.port());
        }
    }

    @Test
    void aServerThatDeclinesCompressionIsNotMeasured() throws InterruptedException {
        Channel listening = NettyPeer.start(PeerArguments.plain(false), servers);
        Load.Messages deflated = new Load.Echo(2, 1, 64, Content.JSON, true);
        assertThatThrownBy(
                        () -> Traffic.open(deflated, Target.plain(NettyPeer.port(listening)), loop))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("declined permessage-deflate");
    }

    @Test
    void nobodyListens() throws InterruptedException {
        Channel listening = NettyPeer.start(PeerArguments.plain(false), servers);
        int port = NettyPeer.port(listening);
        listening.close().sync();
        assertThatThrownBy(() ->
                        Traffic.open(
                                new Load.Idle(2, Load.Idle.Kind.NEW), Target.plain(port), loop))
                .isInstanceOf(LoadException.class);
    }

    private void assertAllArrives(Load.Messages load, int port) throws InterruptedException {
        long atLeast =
                switch (load) {
                    case Load.Echo echo -> (long) echo.connections() * echo.window();
                    case Load.Pairs pairs -> pairs.window();
                    case Load.ToAll toAll -> (long) toAll.window() * toAll.receivers();
                    case Load.Paced _, Load.Idle _ -> 0;
                };
        try (Traffic traffic = Traffic.open(load, Target.plain(port), loop)) {
            assertThat(traffic.finish()).isGreaterThanOrEqualTo(atLeast);
        }
    }
}
