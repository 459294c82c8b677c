package dev.duplex.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.WireTap;
import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.Traffic;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How often the server writes to its sockets: what it gives to a channel is counted there, by a tap. A flush follows
/// a write, so that there are no more of them. A connection has one write more, the head of its upgrade.
class WritesTest {
    private final LongAdder writes = new LongAdder();
    private final LoadLoop loop = new LoadLoop();
    private final Server server =
            DuplexPeer.start(
                    PeerArguments.plain(false), builder -> builder.wireTap(this::connection));

    @AfterEach
    void stop() {
        loop.close();
        server.close(Duration.ZERO);
    }

    private WireTap.Connection connection(InetSocketAddress remote) {
        return new WireTap.Connection() {
            @Override
            public void received(ByteBuffer bytes) {}

            @Override
            public void sent(ByteBuffer bytes) {
                writes.increment();
            }

            @Override
            public void closed() {}
        };
    }

    /// What came of a load, when all that was sent has arrived.
    private record Outcome(long messages, long writes) {}

    /// @param others writes that are not of messages: answers to upgrades, and to the pings by which some loads begin
    private Outcome run(Load.Messages load, int others) throws InterruptedException {
        try (Traffic traffic = Traffic.open(load, Target.plain(server.port()), loop)) {
            var _ = traffic.measure(Duration.ofMillis(200), () -> 0);
            long messages = traffic.finish();
            return new Outcome(messages, writes.sum() - others);
        }
    }

    @Test
    void anAnswerIsOneWrite() throws InterruptedException {
        Outcome outcome = run(new Load.Echo(5, 1, 64, Content.ASCII, false), 5);
        assertThat(outcome.writes()).isEqualTo(outcome.messages());
    }

    @Test
    void whatCameTogetherIsAnsweredByOneWrite() throws InterruptedException {
        Outcome outcome = run(new Load.Echo(1, 64, 64, Content.ASCII, false), 1);
        assertThat(outcome.writes()).isPositive().isLessThanOrEqualTo(outcome.messages() / 8);
    }

    @Test
    void aDeliveryIsOneWrite() throws InterruptedException {
        Outcome outcome = run(new Load.Fanout(50, 1, 128), 2 * 51);
        assertThat(outcome.writes()).isEqualTo(outcome.messages());
    }

    /// The publisher sends four at a time as often as it can; never is there more than a write for each.
    @Test
    void deliveriesOfOneBatchShareAWrite() throws InterruptedException {
        Outcome outcome = run(new Load.Fanout(50, 16, 128), 2 * 51);
        assertThat(outcome.writes()).isPositive().isLessThan(outcome.messages());
    }

    /// The reply to connect and that to subscribe go together. The publisher is pinged.
    @Test
    void aPublicationIsOneWriteToAClientOfTheCentrifugeProtocol() throws InterruptedException {
        Outcome outcome = run(new Load.Channel(50, 1, 128), 51 + 1);
        assertThat(outcome.writes() - outcome.messages()).isBetween(50L, 100L);
    }
}
