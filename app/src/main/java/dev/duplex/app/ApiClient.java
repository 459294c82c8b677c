package dev.duplex.app;

import dev.duplex.app.config.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Calls the HTTP API of a running server.
final class ApiClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// Longer than the server waits for its engine.
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final URI server;
    private final String key;

    /// @param server where it is; its API is below
    /// @param key of visible ASCII
    ApiClient(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    /// Calls a method.
    ///
    /// @param request in JSON
    /// @return the scalars of its result, by their names
    /// @throws UserError if it cannot be called, or refuses
    Map<String, String> call(String method, byte[] request) throws UserError {
        String base = server.toString();
        URI uri = URI.create(base + (base.endsWith("/") ? "" : "/") + "api/" + method);
        HttpResponse<byte[]> response = send(uri, request);
        if (response.statusCode() == 401) {
            throw UserError.runtime("the server at " + server + " does not take this API key");
        }
        Optional<Map<String, String>> answer = JsonScalars.of(response.body());
        String error = answer.map(it -> it.get("/error/message")).orElse(null);
        if (error != null) {
            throw UserError.runtime(
                    "the server refuses: "
                            + error
                            + " (error "
                            + answer.get().getOrDefault("/error/code", "unknown")
                            + ")");
        }
        if (response.statusCode() != 200 || answer.isEmpty()) {
            throw UserError.runtime(
                    "there is no API of Duplex at "
                            + uri
                            + ": the answer has status "
                            + response.statusCode());
        }
        return answer.get();
    }

    private HttpResponse<byte[]> send(URI uri, byte[] request) throws UserError {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(ANSWER_TIMEOUT)
                            .header("X-API-Key", key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (HttpTimeoutException _) {
            throw UserError.runtime(
                    server + " does not answer in time; it may be done nevertheless");
        } catch (ConnectException e) {
            throw UserError.runtime(
                    isUnresolved(e)
                            ? "there is no host " + server.getHost()
                            : "nothing listens at " + server);
        } catch (IOException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw UserError.runtime("cannot reach " + server + ": " + reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.runtime("interrupted");
        }
    }

    private static boolean isUnresolved(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
    }
}
