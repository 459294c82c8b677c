package dev.duplex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of ten bytes, as they were found, that are not to be had when they are to be sent.
class StaticFilesFailureTest {
    private static final int FOUND = 10;

    private static Server server(Asset.Content content) {
        Asset asset = new Asset(FOUND, "\"tag\"", Instant.EPOCH, content);
        return Server.builder()
                .host("127.0.0.1")
                .port(0)
                .http("/*", new StaticFiles(_ -> Optional.of(asset), "assets/", ""))
                .start();
    }

    private static HttpRequest request(Server server) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/assets/app.js"))
                .build();
    }

    private static void assertFails(Asset.Content content) throws Exception {
        try (Server server = server(content);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> failed = client.send(request(server), BodyHandlers.ofString());
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.headers().map())
                    .doesNotContainKeys(
                            "Cache-Control",
                            "ETag",
                            "Last-Modified",
                            "Accept-Ranges",
                            "Content-Type");
            assertThat(failed.headers().firstValue("Content-Length")).contains("0");
        }
    }

    @Test
    void whatCannotBeOpenedIsAFailureOfNow() throws Exception {
        assertFails(() -> {
            throw new IOException("Too many open files");
        });
    }

    /// On Linux a directory can be opened, and not be read.
    @Test
    void whatCannotBeReadIsAFailureOfNow(@TempDir Path directory) throws Exception {
        assertFails(() -> Files.newByteChannel(directory));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FOUND - 1})
    void whatHasBecomeShorterDoesNotLookWhole(int left) {
        CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
        try (Server server = server(() -> new ArrayChannel(new byte[left]));
                HttpClient client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() ->
                            client.send(
                                    request(server),
                                    info -> {
                                        head.complete(info);
                                        return BodyHandlers.ofString().apply(info);
                                    }))
                    .isInstanceOf(IOException.class);
        }
        assertThat(head.join().statusCode()).isEqualTo(200);
        assertThat(head.join().headers().firstValueAsLong("Content-Length")).hasValue(FOUND);
    }
}
