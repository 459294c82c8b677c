package dev.duplex.verify.client;

import dev.duplex.Client;
import dev.duplex.Limits;
import dev.duplex.Session;
import dev.duplex.centrifuge.Centrifuge;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What all clients of a run connect with. For any number of threads.
public final class Network implements AutoCloseable {
    /// How long a connection may take to be made, and a request to be answered.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// The longest message that a client takes, in bytes: more ends its connection. Who slept gets all that it missed in one.
    static final int MESSAGE_BYTES = 64 << 20;

    /// How long an answer to who comes back after a sleep may take: all that it missed is in it.
    static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(20);

    /// The longest answer of the HTTP API.
    static final int ANSWER_BYTES = 1 << 20;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();
    private final Client json = client(Centrifuge.JSON);
    private final Client protobuf = client(Centrifuge.PROTOBUF);
    private final Client plain = client();

    private static Client client(String... subprotocols) {
        Limits limits =
                Limits.builder()
                        .messageBytes(MESSAGE_BYTES)
                        // A connection that leads nowhere any more is noticed within ten seconds.
                        .pingInterval(Duration.ofSeconds(5))
                        .pongTimeout(Duration.ofSeconds(5))
                        .closeTimeout(Duration.ofSeconds(1))
                        .build();
        return Client.builder()
                .limits(limits)
                .connectTimeout(PATIENCE)
                .subprotocols(subprotocols)
                .build();
    }

    /// Connects by WebSocket.
    Session connect(Subprotocol subprotocol, URI uri, WebSocketWire wire)
            throws IOException, InterruptedException {
        Client client =
                switch (subprotocol) {
                    case JSON -> json;
                    case PROTOBUF -> protobuf;
                    case NONE -> plain;
                };
        var connecting = client.connect(uri, wire.endpoint());
        try {
            return connecting.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ConnectionLostException(reason(cause));
        } catch (TimeoutException _) {
            throw new ConnectionLostException("no connection in time");
        } finally {
            connecting.cancel(false);
        }
    }

    /// Which encoding is asked for.
    enum Subprotocol {
        JSON,
        PROTOBUF,
        NONE
    }

    /// A request whose answer is a stream.
    ///
    /// @throws ConnectionLostException if the status is not 200
    HttpResponse<InputStream> stream(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (var body = response.body()) {
                String text = new String(body.readNBytes(200), StandardCharsets.UTF_8);
                throw new ConnectionLostException(
                        "status " + response.statusCode() + ": " + text.strip());
            }
        }
        return response;
    }

    /// A request with a short answer.
    HttpResponse<byte[]> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(
                request.timeout(PATIENCE).build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES));
    }

    /// Why something failed, in a few words.
    static String reason(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "nothing listens there";
        }
        return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    }

    /// Ends every connection.
    @Override
    public void close() {
        json.close();
        protobuf.close();
        plain.close();
        http.shutdownNow();
        try {
            http.awaitTermination(CLOSE_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
