package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.engine.disk.DiskLimits;
import dev.duplex.engine.disk.Sync;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits of an engine on disk, and what it takes.
class DiskMetricsTest {
    @TempDir private Path directory;

    private final Metrics metrics = Metrics.builder().jvm(false).build();

    private Hub hub(DiskEngine.Builder builder) {
        return Hub.builder()
                .engine(builder.observer(new DiskMetrics(metrics)).open())
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "a",
                                        ChannelOptions.builder()
                                                .history(10, Duration.ofHours(1))
                                                .build())))
                .build();
    }

    private static void publish(Hub hub) throws Exception {
        Payload payload = Payload.of(Payload.Kind.JSON, "1".getBytes(StandardCharsets.UTF_8));
        hub.publish("a:b", Draft.of(payload)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void commitsCountWithTheirSyncs() throws Exception {
        try (Hub hub = hub(DiskEngine.builder(directory));
                Running running = new Running(metrics, it -> it)) {
            publish(hub);
            publish(hub);
            Exposition scraped = running.scrape();
            assertThat(scraped.value("duplex_disk_commit_seconds_count", "synced", "true"))
                    .isEqualTo(2);
            assertThat(scraped.value("duplex_disk_commit_seconds_count", "synced", "false"))
                    .isZero();
            assertThat(scraped.value("duplex_disk_commit_operations_count")).isEqualTo(2);
            assertThat(scraped.value("duplex_disk_commit_operations_bucket", "le", "1.0"))
                    .isEqualTo(2);
            assertThat(scraped.value("duplex_disk_committed_bytes_total")).isPositive();
            assertThat(scraped.value("duplex_disk_bytes")).isPositive();
            assertThat(scraped.value("duplex_disk_room_bytes")).isPositive();
            assertThat(scraped.value("duplex_disk_waiting_bytes")).isZero();
            assertThat(scraped.value("duplex_disk_health", "state", "working")).isOne();
            assertThat(scraped.value("duplex_disk_health", "state", "full")).isZero();
            assertThat(scraped.value("duplex_disk_health", "state", "failed")).isZero();
        }
    }

    @Test
    void syncsByIntervalCountApart() throws Exception {
        DiskEngine.Builder builder =
                DiskEngine.builder(directory)
                        .sync(Sync.INTERVAL)
                        .syncInterval(Duration.ofMillis(5));
        try (Hub hub = hub(builder);
                Running running = new Running(metrics, it -> it)) {
            publish(hub);
            Exposition scraped =
                    running.await(it -> it.value("duplex_disk_sync_seconds_count") > 0);
            assertThat(scraped.value("duplex_disk_commit_seconds_count", "synced", "false"))
                    .isOne();
        }
    }

    @Test
    void aFullOneIsSeen() {
        DiskEngine.Builder builder =
                DiskEngine.builder(directory).limits(DiskLimits.builder().storeBytes(1).build());
        try (Hub _ = hub(builder);
                Running running = new Running(metrics, it -> it)) {
            Exposition scraped = running.scrape();
            assertThat(scraped.value("duplex_disk_health", "state", "full")).isOne();
            assertThat(scraped.value("duplex_disk_room_bytes")).isZero();
        }
    }

    @Test
    void thereIsOneForEachMetrics() {
        assertThat(new DiskMetrics(metrics)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new DiskMetrics(metrics));
    }
}
