package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.app.Served.Peer;
import dev.duplex.app.config.UserError;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/metrics` of the program: what is there, and who may read it.
@Timeout(60)
class MetricsServingTest {
    private static final String TOKEN = "s3cret-s3cret-s3cret";

    @TempDir private Path folder;

    private Path file(String token) throws Exception {
        return Files.writeString(folder.resolve("token"), token);
    }

    @Test
    void developmentTellsThisMachine() throws Exception {
        try (Served served = Served.with("--dev")) {
            Peer peer = served.connect("/connection/websocket", served.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).contains("connect");
            assertThat(served.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(
                            served.metricsWith(
                                    "duplex_sessions_open{endpoint=\"/connection/websocket\",transport=\"websocket\"} 1.0",
                                    "duplex_centrifuge_clients 1.0"))
                    .contains(
                            "duplex_publications_total{namespace=\"chat\"} 0.0",
                            "process_start_time_seconds");
        }
        try (Served served = Served.with("--dev", "--no-metrics")) {
            assertThat(served.get("/metrics").body()).doesNotContain("duplex_");
        }
    }

    @Test
    void thereAreNoneUnasked() throws Exception {
        try (Served served = Served.with()) {
            assertThat(served.get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--dev"})
    void theTokenIsAskedFor(String mode) throws Exception {
        String file = "--metrics-token-file=" + file(TOKEN + "\n");
        try (Served served =
                mode.isEmpty()
                        ? Served.with("--metrics", file)
                        : Served.with(mode, "--metrics", file)) {
            assertThat(served.get("/metrics").statusCode()).isEqualTo(401);
            HttpResponse<String> shown =
                    served.http()
                            .send(
                                    served.request("/metrics")
                                            .header("Authorization", "Bearer " + TOKEN)
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(shown.body()).contains("duplex_http_responses_total{status=\"401\"} 1.0");
        }
    }

    @Test
    void outsideDevelopmentThereHasToBeAToken() {
        assertThatThrownBy(() -> Served.with("--metrics"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--metrics needs a token, for the metrics are not for everybody: give"
                                + " --metrics-token-file too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "with a space in it", "with\"quotes\"in-it-all"})
    void aTokenThatNobodyCanShowIsRefusedAndNotRepeated(String token) throws Exception {
        Path file = file(token);
        assertThatThrownBy(() -> Served.with("--metrics", "--metrics-token-file=" + file))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--metrics-token-file: the token in "
                                + file
                                + " must have at least 16 letters, digits and -._~+/, and nothing"
                                + " else");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Served.with("--metrics", "--metrics-token-file=" + missing))
                .hasMessage("--metrics-token-file: there is no file " + missing);
    }
}
