package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.UserError;
import dev.duplex.app.services.MetricsPage;
import dev.duplex.channels.Hub;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.engine.disk.DiskHealth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the program says of the directory that its channels are kept in.
@Timeout(60)
class StorageTest {
    @TempDir Path folder;

    private Map<String, String> variables(String... more) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DUPLEX_ENGINE", "disk");
        variables.put("DUPLEX_DISK_DIRECTORY", data().toString());
        variables.put("DUPLEX_API_KEYS", Served.API_KEY);
        variables.put("DUPLEX_ANONYMOUS", "true");
        variables.put("DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE", "10");
        variables.put("DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone");
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static HttpResponse<String> publish(Served served) throws Exception {
        return served.http()
                .send(
                        served.request("/api/publish")
                                .header("X-API-Key", Served.API_KEY)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"channel\":\"news:a\",\"data\":1}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private void refused(String... words) throws Exception {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var parsed = CommandLines.of(out).parseArgs("serve");
        ServeOptions options =
                ServeOptions.of(CommandLines.settings(parsed.subcommand(), variables()));
        assertThatThrownBy(() -> Storage.open(options.channels(), MetricsPage.of(false)))
                .isInstanceOfSatisfying(
                        UserError.class,
                        it -> {
                            assertThat(it.exitCode()).isEqualTo(UserError.RUNTIME);
                            assertThat(it.sentences()).hasSize(1);
                        })
                .message()
                .contains(words);
    }

    @Test
    void somethingElsesDirectoryIsNotTaken() throws Exception {
        Files.createDirectory(data());
        Files.writeString(data().resolve("letter.txt"), "dear");
        refused("is not empty and has no file FORMAT", "--disk-directory");
    }

    @Test
    void aNewerFormatIsNamed() throws Exception {
        Files.createDirectory(data());
        Files.writeString(data().resolve("FORMAT"), "duplex-disk 9\n");
        refused("has format 9, and this version of Duplex knows format 1 only", "newer");
    }

    @Test
    void damagePointsToWhatHelps() throws Exception {
        try (Served served = Served.with(variables())) {
            assertThat(publish(served).body()).contains("\"offset\":1");
        }
        Files.writeString(data().resolve("data").resolve("CURRENT"), "no manifest\n");
        refused(
                "is damaged",
                "duplex store check --data " + data(),
                "duplex store salvage --data " + data() + " --to DIR");
    }

    @Test
    void whatIsNoDirectoryIsAProblemOfTheConfiguration() throws Exception {
        Files.writeString(data(), "");
        assertThatThrownBy(() -> Served.with(variables()))
                .isInstanceOf(UserError.class)
                .hasMessage("DUPLEX_DISK_DIRECTORY: " + data() + " is not a directory");
    }

    @Test
    void withoutChannelsNoDirectoryIsMade() throws Exception {
        try (Served _ =
                Served.with(
                        Map.of(
                                "DUPLEX_ENGINE",
                                "disk",
                                "DUPLEX_DISK_DIRECTORY",
                                data().toString()))) {
            assertThat(data()).doesNotExist();
        }
    }

    @Test
    void aFullStoreIsNotReadyAndPublishersMayTryLater() throws Exception {
        try (Served served = Served.with(variables("DUPLEX_DISK_STORE_BYTES", "1"))) {
            HttpResponse<String> ready = served.get("/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("not ready: the store is full\n");
            assertThat(served.get("/health").statusCode()).isEqualTo(200);
            // 100 is the protocol's temporary error.
            assertThat(publish(served).body()).contains("\"code\":100");
        }
        try (Served served = Served.with(variables())) {
            assertThat(served.get("/ready").body()).isEqualTo("ready\n");
            assertThat(publish(served).body()).contains("\"offset\":1");
        }
    }

    /// A start mends it, and whoever asks `/health` makes one.
    @Test
    void whoStartsTheProgramAgainIsToldThatTheStoreHasFailed() throws Exception {
        ServeOptions options =
                ServeOptions.of(
                        CommandLines.settings(
                                CommandLines.of(System.out)
                                        .parseArgs("serve", "--port=0", "--host=127.0.0.1")
                                        .subcommand(),
                                Map.of()));
        AtomicReference<DiskHealth> health = new AtomicReference<>(DiskHealth.WORKING);
        Engine memory = MemoryEngine.create();
        Storage storage =
                new Storage(
                        memory,
                        Optional.empty(),
                        () -> Storage.problem(health.get()),
                        () -> Storage.failure(health.get()),
                        Map.of());
        Hub hub = Hub.builder().engine(memory).build();
        try (Served served =
                Served.of(Serving.start(options, hub, storage, MetricsPage.of(false)))) {
            assertThat(served.get("/health").body()).isEqualTo("ok\n");
            health.set(DiskHealth.FULL);
            assertThat(served.get("/health").statusCode()).isEqualTo(200);
            health.set(DiskHealth.FAILED);
            HttpResponse<String> failed = served.get("/health");
            assertThat(failed.statusCode()).isEqualTo(503);
            assertThat(failed.body())
                    .isEqualTo(
                            "failed: the store takes nothing more until the program is started again\n");
            assertThat(served.get("/ready").body()).isEqualTo("not ready: the store has failed\n");
        }
    }

    @Test
    void metricsTellOfTheStore() throws Exception {
        try (Served served = Served.with(variables(), "--dev")) {
            assertThat(publish(served).body()).contains("\"offset\":1");
            assertThat(served.metricsWith("duplex_disk_commit_seconds_count{synced=\"true\"} 1"))
                    .contains("duplex_disk_health{state=\"working\"} 1.0");
        }
    }

    @Test
    void aStoreThatLostItsFirstFileIsDamaged() throws Exception {
        try (Served served = Served.with(variables())) {
            assertThat(publish(served).body()).contains("\"offset\":1");
        }
        Files.delete(data().resolve("data").resolve("CURRENT"));
        refused("is damaged (CURRENT is not there)", "duplex store restore");
    }

    @Test
    void whereNoHubCanBeMadeTheDirectoryIsFreeAgain() throws Exception {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var parsed = CommandLines.of(out).parseArgs("serve");
        ServeOptions options =
                ServeOptions.of(CommandLines.settings(parsed.subcommand(), variables()));
        Storage storage = Storage.open(options.channels(), MetricsPage.of(false));
        IllegalStateException why = new IllegalStateException("no hub");
        assertThatThrownBy(() ->
                        storage.hub(_ -> {
                            throw why;
                        }))
                .isSameAs(why);
        Served.with(variables()).close();
    }
}
