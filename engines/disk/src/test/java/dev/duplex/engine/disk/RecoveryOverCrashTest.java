package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import dev.duplex.testkit.ManualLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a subscriber of the hub finds that comes back after the process ended without a word.
class RecoveryOverCrashTest {
    private static final String CHANNEL = "chat:lobby";

    @TempDir private Path scratch;

    @Test
    void syncedAlwaysItRecoversWhatItMissed() throws InterruptedException {
        Start start = comeBack(Sync.ALWAYS);
        assertThat(start.recovered()).isTrue();
        assertThat(start.publications().stream().map(Subject::text)).containsExactly("2", "3");
    }

    @Test
    void syncedByIntervalItIsToldThatItMayHaveMissedSomething() throws InterruptedException {
        Start start = comeBack(Sync.INTERVAL);
        assertThat(start.recovering()).isTrue();
        assertThat(start.recovered()).isFalse();
    }

    /// Publishes three times, crashes, and has somebody come back that has seen the first.
    private Start comeBack(Sync sync) throws InterruptedException {
        Path image = scratch.resolve("image");
        Position seen;
        try (Hub hub = hub(scratch.resolve("engine"), sync)) {
            seen = publish(hub, "1");
            publish(hub, "2");
            publish(hub, "3");
            Images.copy(scratch.resolve("engine"), image);
        }
        try (Hub hub = hub(image, sync)) {
            ManualLane lane = new ManualLane();
            AtomicReference<@Nullable Start> begun = new AtomicReference<>();
            hub.subscribe(CHANNEL, new Returning(lane, begun), Entry.PLAIN.withSince(seen));
            lane.runUntil(() -> begun.get() != null);
            Start start = begun.get();
            if (start == null) {
                throw new AssertionError("it has not begun");
            }
            return start;
        }
    }

    private static Hub hub(Path directory, Sync sync) {
        return Hub.builder()
                .engine(DiskEngine.builder(directory).sync(sync).open())
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "chat",
                                        ChannelOptions.builder()
                                                .history(100, Duration.ofHours(1))
                                                .recovery(Recovery.STREAM)
                                                .build())))
                .build();
    }

    private static Position publish(Hub hub, String text) {
        Result<Published> result = Subject.await(hub.publish(CHANNEL, Subject.text(text)));
        if (result instanceof Result.Done<Published>(Published published)) {
            return published.position();
        }
        throw new AssertionError(result);
    }

    private record Returning(Lane lane, AtomicReference<@Nullable Start> begun)
            implements Subscriber {
        @Override
        public Offer offer(Publication publication) {
            return Offer.ACCEPTED;
        }

        @Override
        public void subscribed(Subscription subscription, Start start) {
            begun.set(start);
        }
    }
}
