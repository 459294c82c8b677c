package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.End;
import dev.duplex.channels.Entry;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import dev.duplex.testkit.ManualLane;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a hub does, counted by the namespaces that it has.
class HubMetricsTest {
    private static final ChannelOptions HISTORY =
            ChannelOptions.builder()
                    .history(3, Duration.ofMinutes(5))
                    .recovery(Recovery.STREAM)
                    .build();

    private final Instant later = Instant.now().plusSeconds(3600);
    private final Metrics metrics = Metrics.builder().jvm(false).clock(() -> later).build();
    private final ManualLane lane = new ManualLane();
    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            new Namespaces(
                                    Map.of(
                                            "chat",
                                            HISTORY,
                                            "chats",
                                            ChannelOptions.TRANSIENT,
                                            "",
                                            ChannelOptions.TRANSIENT,
                                            "drop",
                                            ChannelOptions.builder()
                                                    .delivery(Delivery.DROP)
                                                    .build()),
                                    Optional.of(ChannelOptions.TRANSIENT)))
                    .observer(metrics.hub())
                    .build();

    private class Reader implements Subscriber {
        private Offer answer = Offer.ACCEPTED;

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Offer offer(Publication publication) {
            return answer;
        }

        @Override
        public void ended(Subscription subscription, End end) {}
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static Payload payload() {
        return Payload.of(Payload.Kind.BINARY, "hello".getBytes(StandardCharsets.UTF_8));
    }

    private void publish(String channel) {
        hub.publish(channel, Draft.of(payload())).toCompletableFuture().join();
        lane.runAll();
    }

    private Exposition scrape() throws Exception {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, metrics.registry().scrape());
        return Exposition.parse(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void publicationsAndDeliveriesCountByNamespace() throws Exception {
        hub.subscribe("chat:one", new Reader());
        hub.subscribe("chat:one", new Reader());
        hub.subscribe("chats:one", new Reader());
        hub.subscribe("plain", new Reader());
        for (int i = 0; i < 5; i++) {
            publish("chat:one");
        }
        publish("chats:one");
        publish("plain");
        publish("elsewhere:x");
        Exposition scraped = scrape();
        assertThat(scraped.value("duplex_publications_total", "namespace", "chat")).isEqualTo(5);
        assertThat(scraped.value("duplex_deliveries_total", "namespace", "chat")).isEqualTo(10);
        assertThat(scraped.value("duplex_publish_seconds_count", "namespace", "chat")).isEqualTo(5);
        assertThat(scraped.value("duplex_publications_total", "namespace", "chats")).isEqualTo(1);
        assertThat(scraped.value("duplex_deliveries_total", "namespace", "chats")).isEqualTo(1);
        assertThat(scraped.value("duplex_deliveries_total", "namespace", "none")).isEqualTo(1);
        assertThat(scraped.value("duplex_publications_total", "namespace", "other")).isEqualTo(1);
        assertThat(scraped.value("duplex_deliveries_total", "namespace", "other")).isZero();
        assertThat(scraped.value("duplex_subscriptions", "namespace", "chat")).isEqualTo(2);
        assertThat(scraped.value("duplex_channels")).isEqualTo(3);
    }

    @Test
    void whatAFilterKeepsFromASubscriberIsNoDelivery() throws Exception {
        Reader picky =
                new Reader() {
                    @Override
                    public boolean wants(Publication publication) {
                        return publication.offset() != 2;
                    }
                };
        hub.subscribe("chat:one", picky, Entry.PLAIN);
        lane.runAll();
        for (int i = 0; i < 3; i++) {
            publish("chat:one");
        }
        assertThat(scrape().value("duplex_deliveries_total", "namespace", "chat")).isEqualTo(2);
    }

    @Test
    void whoeverLeavesIsSubscribedNoMore() throws Exception {
        Reader plain = new Reader();
        hub.subscribe("chat:one", plain);
        hub.subscribe("chat:one", plain);
        Subscription other = hub.subscribe("chat:one", new Reader(), Entry.PLAIN);
        lane.runAll();
        assertThat(scrape().value("duplex_subscriptions", "namespace", "chat")).isEqualTo(2);
        hub.unsubscribe("chat:one", plain);
        other.unsubscribe();
        other.unsubscribe();
        hub.unsubscribe("chat:one", plain);
        lane.runAll();
        assertThat(scrape().value("duplex_subscriptions", "namespace", "chat")).isZero();
        assertThat(scrape().value("duplex_channels")).isZero();
    }

    @Test
    void laneThatEndsTakesItsSubscribersWithIt() throws Exception {
        hub.subscribe("chat:one", new Reader());
        hub.subscribe("chat:two", new Reader(), Entry.PLAIN);
        lane.runAll();
        lane.end();
        hub.publish("chat:one", payload());
        assertThat(scrape().value("duplex_subscriptions", "namespace", "chat")).isZero();
    }

    @Test
    void whatARecoveryCameToIsCounted() throws Exception {
        publish("chat:one");
        Position first =
                hub.history("chat:one", HistoryQuery.POSITION)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .position();
        publish("chat:one");
        hub.subscribe("chat:one", new Reader(), Entry.PLAIN);
        hub.subscribe("chat:one", new Reader(), Entry.PLAIN.withSince(first));
        lane.runAll();
        for (int i = 0; i < 5; i++) {
            publish("chat:one");
        }
        hub.subscribe("chat:one", new Reader(), Entry.PLAIN.withSince(first));
        lane.runAll();
        Exposition scraped = scrape();
        for (String recovery : new String[] {"none", "recovered", "lost"}) {
            assertThat(
                            scraped.value(
                                    "duplex_subscriptions_started_total",
                                    "namespace",
                                    "chat",
                                    "recovery",
                                    recovery))
                    .as(recovery)
                    .isEqualTo(1);
        }
    }

    @Test
    void refusalsAndEndsSayWhy() throws Exception {
        Reader reader = new Reader();
        hub.subscribe("chat:one", reader, Entry.PLAIN);
        hub.subscribe("chat:one", reader, Entry.PLAIN);
        hub.publish("", Draft.of(payload())).toCompletableFuture().join();
        lane.runAll();
        reader.answer = Offer.FULL;
        publish("chat:one");
        Exposition scraped = scrape();
        assertThat(
                        scraped.value(
                                "duplex_subscriptions_refused_total",
                                "namespace",
                                "chat",
                                "problem",
                                "already_subscribed"))
                .isEqualTo(1);
        assertThat(
                        scraped.value(
                                "duplex_publications_refused_total",
                                "namespace",
                                "none",
                                "problem",
                                "unknown_channel"))
                .isEqualTo(1);
        assertThat(
                        scraped.value(
                                "duplex_subscriptions_ended_total",
                                "namespace",
                                "chat",
                                "reason",
                                "slow"))
                .isEqualTo(1);
        assertThat(scraped.value("duplex_subscribers_dropped_total")).isEqualTo(1);
        assertThat(scraped.value("duplex_subscriptions", "namespace", "chat")).isZero();
    }

    @Test
    void whoGoesWithoutSomeIsCountedAndSoIsHowOldTheRestIs() throws Exception {
        Reader reader = new Reader();
        Subscription subscription = hub.subscribe("drop:one", reader, Entry.PLAIN);
        lane.runAll();
        publish("drop:one");
        reader.answer = Offer.FULL;
        publish("drop:one");
        publish("drop:one");
        reader.answer = Offer.ACCEPTED;
        lane.runNow(subscription::drained);
        publish("drop:one");
        Exposition scraped = scrape();
        assertThat(scraped.value("duplex_publications_skipped_total", "namespace", "drop"))
                .isEqualTo(2);
        assertThat(scraped.value("duplex_staleness_seconds_count", "namespace", "drop"))
                .isEqualTo(2);
        assertThat(scraped.value("duplex_deliveries_total", "namespace", "drop"))
                .as("what was left out was not delivered")
                .isEqualTo(2);
        assertThat(scraped.value("duplex_staleness_seconds_sum", "namespace", "drop"))
                .isBetween(2 * 3590.0, 2 * 3600.0);
    }

    @Test
    void aDuplicateIsNoPublication() throws Exception {
        Draft draft = Draft.of(payload()).withIdempotencyKey("k");
        hub.publish("chat:one", draft).toCompletableFuture().join();
        hub.publish("chat:one", draft).toCompletableFuture().join();
        Exposition scraped = scrape();
        assertThat(scraped.value("duplex_publications_total", "namespace", "chat")).isEqualTo(1);
        assertThat(scraped.value("duplex_publish_seconds_count", "namespace", "chat")).isEqualTo(1);
    }

    @Test
    void namesThatClientsMakeUpAreNoLabels() throws Exception {
        for (int i = 0; i < 1000; i++) {
            String channel = "made-up-" + i + ":x";
            hub.subscribe(channel, new Reader());
            hub.subscribe("chat:" + channel, new Reader(), Entry.PLAIN);
            publish(channel);
        }
        Exposition scraped = scrape();
        assertThat(scraped.labelValues("namespace"))
                .isEqualTo(Set.of("chat", "chats", "drop", "none", "other"));
        assertThat(scraped.value("duplex_publications_total", "namespace", "other"))
                .isEqualTo(1000);
        assertThat(scraped.value("duplex_subscriptions", "namespace", "other")).isEqualTo(1000);
    }
}
