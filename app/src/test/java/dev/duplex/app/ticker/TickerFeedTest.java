package dev.duplex.app.ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.testkit.ManualLane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickerFeedTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Offset<Integer> A_STEP = within(250);

    private final ManualLane lane = new ManualLane();
    private final Hub hub =
            Hub.builder()
                    .namespaces(Namespaces.of(Map.of("ticker", ChannelOptions.TRANSIENT)))
                    .build();
    private final Market market = new Market(1);
    private final TickerFeed feed =
            new TickerFeed(
                    hub,
                    lane,
                    market,
                    lane::nanoTime,
                    () -> Instant.ofEpochMilli(lane.nanoTime() / 1_000_000));
    private final Reader reader = new Reader();

    /// Somebody who looks, in the lane of the feed.
    private final class Reader implements Subscriber {
        final List<Publication> got = new ArrayList<>();

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Offer offer(Publication publication) {
            got.add(publication);
            return Offer.ACCEPTED;
        }

        List<String> of(String channel) {
            return got.stream()
                    .filter(it -> it.channel().equals(channel))
                    .map(it -> new String(it.payload().bytes(), StandardCharsets.UTF_8))
                    .toList();
        }

        int prices() {
            return of(TickerFeed.PRICES).size();
        }
    }

    @BeforeEach
    void start() {
        feed.start();
        lane.runAll();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void look() {
        hub.subscribe(TickerFeed.PRICES, reader);
        hub.subscribe(TickerFeed.SOURCE, reader);
        // Until it has found out.
        lane.pass(Duration.ofMillis(250));
        reader.got.clear();
    }

    private void publish(String json) {
        Payload payload = Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
        hub.publish(TickerFeed.PRICES, Draft.of(payload)).toCompletableFuture().join();
        lane.runAll();
    }

    private String snapshot() {
        AtomicReference<byte[]> taken = new AtomicReference<>(new byte[0]);
        feed.snapshot(taken::set);
        lane.runAll();
        return new String(taken.get(), StandardCharsets.UTF_8);
    }

    @Test
    void publishesOnlyWhileSomebodyLooks() {
        lane.pass(SECOND);
        assertThat(snapshot()).doesNotContain("\"n\":1");
        look();
        lane.pass(SECOND);
        assertThat(reader.prices()).isCloseTo(TickerFeed.DEFAULT_RATE, A_STEP);
        hub.unsubscribe(TickerFeed.PRICES, reader);
        lane.pass(SECOND);
        String before = snapshot();
        lane.pass(SECOND);
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void eachPriceHasItsSymbolAsKeyAndSaysWhenItWasMade() {
        look();
        lane.pass(Duration.ofMillis(20));
        Publication price = reader.got.getFirst();
        assertThat(new String(price.payload().bytes(), StandardCharsets.UTF_8))
                .matches(
                        "\\{\"symbol\":\""
                                + price.key()
                                + "\",\"price\":\\d+\\.\\d{1,2},\"n\":\\d+,\"t\":2[5-7]\\d}");
    }

    @Test
    void theRateCanBeSetAndIsToldAtOnceAndOnceASecond() {
        look();
        feed.rate(100);
        lane.runAll();
        assertThat(reader.of(TickerFeed.SOURCE).getLast())
                .contains("\"rate\":100,", "\"watching\":1");
        reader.got.clear();
        lane.pass(SECOND);
        assertThat(reader.prices()).isCloseTo(100, within(5));
        assertThat(reader.of(TickerFeed.SOURCE)).hasSize(1);
        feed.rate(0);
        lane.runAll();
        reader.got.clear();
        lane.pass(SECOND);
        assertThat(reader.prices()).isZero();
        assertThatThrownBy(() -> feed.rate(TickerFeed.MAX_RATE + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feed.rate(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 11})
    void aLowRateIsKeptToo(int rate) {
        look();
        feed.rate(rate);
        lane.runAll();
        reader.got.clear();
        lane.pass(Duration.ofSeconds(10));
        assertThat(reader.prices()).isCloseTo(10 * rate, within(1));
    }

    @Test
    void whatPassedWhileNobodyLookedIsNotMadeUpFor() {
        look();
        hub.unsubscribe(TickerFeed.PRICES, reader);
        lane.pass(Duration.ofMinutes(1));
        hub.subscribe(TickerFeed.PRICES, reader);
        reader.got.clear();
        lane.pass(Duration.ofMillis(260));
        assertThat(reader.prices()).isLessThan(TickerFeed.DEFAULT_RATE / 2);
    }

    private String glance() {
        AtomicReference<String> taken = new AtomicReference<>("");
        feed.glance(taken::set);
        lane.runAll();
        return taken.get();
    }

    @Test
    void aGlanceTellsOfTheBusiestAndWakesNothing() {
        String resting = glance();
        assertThat(resting).startsWith("{\"rate\":5000,\"watching\":0,\"instruments\":[{");
        lane.pass(SECOND);
        assertThat(glance()).isEqualTo(resting);
        look();
        lane.pass(SECOND);
        assertThat(glance()).contains("\"watching\":1,").doesNotContain("\"n\":0}");
        market.instruments().stream()
                .limit(3)
                .forEach(it -> assertThat(resting).contains("\"" + it.symbol() + "\""));
    }

    @Test
    void aPriceThatSomebodyPublishesMovesTheMarket() {
        String symbol = market.instruments().get(500).symbol();
        publish("{\"symbol\":\"" + symbol + "\",\"price\":4321.5}");
        assertThat(snapshot()).contains("\"symbol\":\"" + symbol + "\"", "\"price\":4321.5,");
    }

    @Test
    void ofWhatTheMarketHasNotALimitedNumberIsRemembered() {
        for (int i = 0; i <= TickerFeed.MAX_OTHERS; i++) {
            publish("{\"symbol\":\"own" + i + "\",\"price\":" + (i + 1) + "}");
        }
        assertThat(snapshot())
                .doesNotContain("\"own0\"")
                .contains("{\"symbol\":\"own1\",\"price\":2.0}", "\"own100\"");
    }

    @Test
    void whatMakesNoSenseIsLeftAlone() {
        String before = snapshot();
        for (String nonsense :
                List.of(
                        "[]",
                        "1",
                        "{}",
                        "{\"symbol\":\"A\"}",
                        "{\"symbol\":\"A\",\"price\":\"1\"}",
                        "{\"symbol\":\"A\",\"price\":0}",
                        "{\"symbol\":\"A\",\"price\":-1}",
                        "{\"symbol\":\"A\",\"price\":1e9}",
                        "{\"symbol\":\"\",\"price\":1}",
                        "{\"symbol\":{\"a\":[]},\"price\":1}",
                        "{\"symbol\":\"" + "A".repeat(Quote.MAX_SYMBOL + 1) + "\",\"price\":1}",
                        "{\"symbol\":\"A\",\"price\":1,\"n\":5}")) {
            publish(nonsense);
        }
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void closedItPublishesNothing() {
        look();
        feed.close();
        lane.runAll();
        reader.got.clear();
        lane.pass(SECOND);
        assertThat(reader.prices()).isZero();
        assertThat(lane.alarms()).isZero();
    }
}
