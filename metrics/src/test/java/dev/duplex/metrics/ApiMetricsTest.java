package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.api.Api;
import dev.duplex.api.ApiOptions;
import dev.duplex.channels.Hub;
import org.junit.jupiter.api.Test;

/// Calls of the HTTP API.
class ApiMetricsTest {
    private static final String KEY = "X-API-Key: key-of-the-tests";
    private static final String PUBLISH = "{\"channel\":\"chat:a\",\"data\":1}";

    private static double calls(Exposition scraped, String method, int code) {
        return scraped.value(
                "duplex_api_calls_total", "method", method, "code", Integer.toString(code));
    }

    @Test
    void callsCountByMethodAndByWhatCameOfThem() {
        Metrics metrics = Metrics.builder().jvm(false).build();
        ApiOptions options =
                ApiOptions.builder()
                        .key("key-of-the-tests")
                        .observer(new ApiMetrics(metrics))
                        .build();
        try (Hub hub = Hub.builder().build();
                Running running =
                        new Running(
                                metrics, server -> server.http("/api/*", new Api(hub, options)))) {
            running.request("POST", "/api/publish", PUBLISH, KEY);
            running.request("POST", "/api/publish", PUBLISH, KEY);
            running.request("POST", "/api/publish", "{}", KEY);
            running.request("POST", "/api/publish", PUBLISH);
            running.request(
                    "POST",
                    "/api/batch",
                    "{\"commands\":[{\"publish\":" + PUBLISH + "},{\"made-up\":{}}]}",
                    KEY);
            running.request("POST", "/api/also-made-up", "{}", KEY);
            Exposition scraped = running.scrape();
            assertThat(calls(scraped, "publish", 0)).isEqualTo(3);
            assertThat(calls(scraped, "publish", 107)).isEqualTo(1);
            assertThat(calls(scraped, "publish", 101)).isEqualTo(1);
            assertThat(calls(scraped, "batch", 0)).isEqualTo(1);
            assertThat(calls(scraped, "unknown", 104)).isEqualTo(2);
            assertThat(scraped.sum("duplex_api_calls_total")).isEqualTo(8);
            assertThat(scraped.labelValues("method"))
                    .containsExactlyInAnyOrder("publish", "batch", "unknown");
        }
    }

    @Test
    void thereIsOneForEachMetrics() {
        Metrics metrics = Metrics.builder().jvm(false).build();
        assertThat(new ApiMetrics(metrics)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new ApiMetrics(metrics));
    }
}
