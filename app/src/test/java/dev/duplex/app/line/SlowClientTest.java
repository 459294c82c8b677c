package dev.duplex.app.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client of the Centrifuge protocol on a slow line, in channels that are delivered by `latest`.
class SlowClientTest {
    private static final int KEYS = 50;

    /// Fewer than until the first ping, which nobody answers here.
    private static final int SECONDS = 20;

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "prices",
                                            ChannelOptions.builder()
                                                    .delivery(Delivery.LATEST)
                                                    .build())))
                    .build();
    private final Lines lines = new Lines();
    private final AtomicReference<ManualLane> lane = new AtomicReference<>(new ManualLane());
    private final InMemorySession session =
            InMemorySession.open(
                    new LineEndpoint(
                            new Centrifuge(
                                    hub,
                                    CentrifugeOptions.builder(
                                                    new RulesAccess(
                                                            Map.of("prices", Rules.OPEN), true))
                                            .build()),
                            lines,
                            () -> lane.get().nanoTime()),
                    InMemoryRequest.of("/").withPathParameter("line", "a"),
                    hub);

    @BeforeEach
    void connect() {
        lane.set(session.lane());
        session.peerSends("{\"id\":1,\"connect\":{}}");
        session.lane().runAll();
        session.peerSends(
                "{\"id\":2,\"subscribe\":{\"channel\":\"prices:a\"}}\n{\"id\":3,\"subscribe\":{\"channel\":\"prices:b\"}}");
        session.lane().runAll();
        lines.find("a").orElseThrow().limit(Line.SLOWEST);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /// A new price of every key in each channel.
    private void publish(int price) {
        for (String channel : List.of("prices:a", "prices:b")) {
            for (int key = 0; key < KEYS; key++) {
                String json = "{\"key\":" + key + ",\"price\":" + price + "}";
                Payload payload =
                        Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
                hub.publish(channel, Draft.of(payload).withKey("" + key))
                        .toCompletableFuture()
                        .join();
            }
        }
    }

    private long got(String channel, String part) {
        return session.sentText().stream()
                .filter(it -> it.contains("\"channel\":\"" + channel) && it.contains(part))
                .count();
    }

    @Test
    void getsFewPricesAndThoseOfTheMomentAndEveryKeyHasItsTurn() {
        for (int second = 0; second < SECONDS; second++) {
            publish(second);
            session.lane().pass(Duration.ofSeconds(1));
        }
        assertThat(session.sentText().size()).isLessThan(SECONDS * KEYS / 2);
        for (int key = 0; key < KEYS; key++) {
            assertThat(got("prices:a", "\"key\":" + key + ",")).isPositive();
        }
        int before = session.sentText().size();
        publish(1_000);
        session.lane().pass(Duration.ofSeconds(3));
        assertThat(session.sentText().subList(before, session.sentText().size()))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it).contains("\"price\":1000"));
    }

    @Test
    void eachOfItsChannelsHasItsTurn() {
        for (int second = 0; second < SECONDS; second++) {
            publish(second);
            session.lane().pass(Duration.ofSeconds(1));
        }
        assertThat(got("prices:a", "price\":")).isGreaterThan(50);
        assertThat(got("prices:b", "price\":")).isGreaterThan(50);
    }
}
