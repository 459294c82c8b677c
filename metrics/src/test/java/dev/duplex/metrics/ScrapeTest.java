package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.Server;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a scrape gets, and who gets it.
class ScrapeTest {
    private static final String TOKEN = "0123456789abcdef";

    private final Metrics metrics = Metrics.create();
    private final Server server =
            Server.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .observer(metrics.server())
                    .http("/open", metrics.handler())
                    .http("/closed", metrics.handler(TOKEN))
                    .start();

    @AfterEach
    void close() {
        server.close();
    }

    private RawResponse ask(String method, String path, String... fields) {
        try (RawWebSocket connection = RawWebSocket.connect(Running.address(server))) {
            return new RawHttp(connection)
                    .exchange(RawRequest.of(method, Running.host(server), path).with(fields));
        }
    }

    @Test
    void theTextIsPrometheusAndHasTheJvmToo() {
        RawResponse response = ask("GET", "/open");
        assertThat(response.first("Content-Type"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("text/plain; version=0.0.4"));
        assertThat(response.first("Cache-Control")).contains("no-store");
        Exposition scraped = Exposition.parse(response.body());
        assertThat(scraped.types())
                .containsKeys(
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds",
                        "jvm_threads_current",
                        "process_start_time_seconds",
                        "process_open_fds",
                        "duplex_build_info");
        assertThat(scraped.sum("duplex_build_info")).isEqualTo(1);
        assertThat(scraped.value("duplex_connections_open")).isEqualTo(1);
    }

    @Test
    void whoAsksForOpenMetricsGetsThat() {
        RawResponse response =
                ask("GET", "/open", "Accept: application/openmetrics-text;version=1.0.0");
        assertThat(response.first("Content-Type"))
                .hasValueSatisfying(
                        it -> assertThat(it).startsWith("application/openmetrics-text"));
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    void theBodyIsForGetOnly() {
        assertThat(ask("POST", "/open").status()).isEqualTo(405);
    }

    @Test
    void aLimitedNumberIsAnsweredAtATime() throws Exception {
        CountDownLatch writing = new CountDownLatch(Scrape.MAX_AT_A_TIME);
        CountDownLatch go = new CountDownLatch(1);
        GaugeWithCallback.builder()
                .name("stuck")
                .callback(callback -> {
                    writing.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    callback.call(1);
                })
                .register(metrics.registry());
        try (ExecutorService scrapers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawResponse>> answers = new ArrayList<>();
            for (int i = 0; i < Scrape.MAX_AT_A_TIME; i++) {
                answers.add(scrapers.submit(() -> ask("GET", "/open")));
            }
            assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ask("GET", "/open").status()).isEqualTo(503);
            go.countDown();
            for (Future<RawResponse> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        assertThat(ask("GET", "/open").status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeWrittenIsA500() {
        GaugeWithCallback.builder()
                .name("broken")
                .callback(_ -> {
                    throw new IllegalStateException("on purpose");
                })
                .register(metrics.registry());
        RawResponse response = ask("GET", "/open");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("on purpose");
    }

    @Test
    void theTokenIsAskedFor() {
        assertThat(ask("GET", "/closed").status()).isEqualTo(401);
        assertThat(ask("GET", "/closed").first("WWW-Authenticate")).contains("Bearer");
        for (String wrong :
                new String[] {
                    "Bearer", "Bearer ", "Bearer 0123456789abcdee", "Basic " + TOKEN, TOKEN
                }) {
            RawResponse response = ask("GET", "/closed", "Authorization: " + wrong);
            assertThat(response.status()).as(wrong).isEqualTo(401);
            assertThat(response.body()).doesNotContain("duplex_");
        }
        RawResponse right = ask("GET", "/closed", "Authorization: bearer " + TOKEN);
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.body()).contains("duplex_build_info");
    }

    @Test
    void aTokenThatIsGuessedEasilyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.handler("short"));
    }
}
