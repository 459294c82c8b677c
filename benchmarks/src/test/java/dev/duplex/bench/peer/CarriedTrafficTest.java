package dev.duplex.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.bench.load.Carrier;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// One feed by every carrier, over real sockets. That every client gets every message, in order and
/// once, is what the load checks itself: `finish` fails if one is missing, `measure` if one is wrong.
class CarriedTrafficTest {
    private static final int CLIENTS = 5;
    private static final int BYTES = 128;
    private static final Duration LONG_ENOUGH = Duration.ofMillis(500);
    private static final int MOST_WINDOWS = 20;

    private final Server server = DuplexPeer.start(PeerArguments.plain(false));
    private final LoadLoop loop = new LoadLoop();

    @AfterEach
    void stop() {
        loop.close();
        server.close(Duration.ZERO);
    }

    private Traffic open(Load load) throws InterruptedException {
        return Traffic.open(load, Target.plain(server.port()), loop);
    }

    /// What goes over the wire for a message of 128 B, when nothing begins or ends: by WebSocket a head
    /// of 4 B (RFC 6455 §5.2); by SockJS `a["…"]` more; in a stream the ends of a line or an event and
    /// of a chunk. By `xhr` each message, and by polling several, have the head of a response and that
    /// of a request. After a stall of the machine much comes at once: what is said is kept by one window of several.
    @ParameterizedTest
    @CsvSource({
        "WEBSOCKET, 132, 0, 0",
        "SOCKJS_WEBSOCKET, 137, 0, 0",
        "XHR_STREAMING, 140, 0, 0",
        "EVENTSOURCE, 149, 0, 0",
        "XHR, 700, 700, 1.1",
        "POLLING, 700, 700, 1"
    })
    void everyClientGetsTheWholeFeed(
            Carrier carrier, double mostReceived, double mostSent, double mostRequests)
            throws InterruptedException {
        Load feed = new Load.Feed(carrier, CLIENTS, BYTES, 50, Duration.ofMillis(100));
        Most most = new Most(mostReceived, mostSent, mostRequests);
        try (Traffic traffic = open(feed)) {
            Window<Integer> window = traffic.measure(LONG_ENOUGH, () -> 0);
            for (int i = 1; i < MOST_WINDOWS && !most.isKeptBy(window); i++) {
                window = traffic.measure(LONG_ENOUGH, () -> 0);
            }
            assertThat(most.isKeptBy(window))
                    .as(window.messages() + " messages with " + window.wire())
                    .isTrue();
            assertThat(traffic.finish())
                    .isGreaterThanOrEqualTo(window.messages())
                    .matches(all -> all % CLIENTS == 0, "as many for each client");
        }
    }

    /// How much there is for each message at most, and at least a fiftieth of it; of what is received no less than the message.
    private record Most(double received, double sent, double requests) {
        boolean isKeptBy(Window<Integer> window) {
            double messages = window.messages();
            double each = window.wire().received() / messages;
            return each >= BYTES
                    && each <= received
                    && isNear(sent, window.wire().sent() / messages)
                    && isNear(requests, window.wire().requests() / messages);
        }

        private static boolean isNear(double most, double each) {
            return each >= most / 50 && each <= most;
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POLLING", mode = EnumSource.Mode.EXCLUDE)
    void whoWaitsKeepsTheConnection(Carrier carrier) throws InterruptedException {
        try (Traffic traffic = open(new Load.Waiting(carrier, 150))) {
            Window<Integer> window = traffic.measure(Duration.ofMillis(10), server::connections);
            assertThat(window.messages()).isZero();
            assertThat(window.after()).isEqualTo(150);
            assertThat(traffic.finish()).isZero();
        }
    }

    @Test
    void betweenTwoPollsThereIsNoConnection() throws InterruptedException {
        try (Traffic traffic = open(new Load.Between(Carrier.XHR, 150))) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (server.connections() > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(server.connections()).isZero();
            assertThat(traffic.finish()).isZero();
        }
    }

    /// A session that its server has is not opened anew, so that this would wait in vain.
    @Test
    void theSessionsOfTwoTrafficsAreNotTheSame() throws InterruptedException {
        Load between = new Load.Between(Carrier.XHR, 20);
        try (Traffic first = open(between);
                Traffic second = open(between)) {
            assertThat(first.finish()).isZero();
            assertThat(second.finish()).isZero();
        }
    }
}
