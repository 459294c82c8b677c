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
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Calls the HTTP API of a running server, by one connection as long as that lasts.
final class ApiClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// Longer than the server waits for its engine.
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final URI server;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

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
        try {
            return callIfThere(method, request);
        } catch (IOException e) {
            throw UserError.runtime(sentence(e));
        }
    }

    /// The same, for who knows what it means that the server is not there.
    ///
    /// @throws UserError if it refuses
    /// @throws IOException if there is no connection, or none any more, or no answer in time
    Map<String, String> callIfThere(String method, byte[] request) throws UserError, IOException {
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

    private HttpResponse<byte[]> send(URI uri, byte[] request) throws UserError, IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(ANSWER_TIMEOUT)
                            .header("X-API-Key", key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.runtime("interrupted");
        }
    }

    /// Why a call came to nothing.
    String sentence(IOException failure) {
        return switch (failure) {
            case HttpTimeoutException _ ->
                    server + " does not answer in time; it may be done nevertheless";
            case ConnectException e when isUnresolved(e) -> "there is no host " + server.getHost();
            case ConnectException _ -> "nothing listens at " + server;
            case SSLException e
                    when causes(e).anyMatch(CertPathBuilderException.class::isInstance) ->
                    "nobody whom Java trusts has signed the certificate of "
                            + server
                            + "; DUPLEX_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE names others";
            case SSLException e when causes(e).anyMatch(ApiClient::isOfAnotherName) ->
                    "the certificate of "
                            + server
                            + " is not for "
                            + server.getHost()
                            + "; give, with "
                            + ServerChoice.URL
                            + ", a name that it has and that leads to this very server";
            default ->
                    "cannot reach "
                            + server
                            + ": "
                            + Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }

    /// Whether it means that there is such a host, and nothing listens there.
    static boolean isRefused(IOException failure) {
        return failure instanceof ConnectException && !isUnresolved(failure);
    }

    /// Where the server is.
    URI server() {
        return server;
    }

    @Override
    public void close() {
        http.close();
    }

    private static boolean isUnresolved(Throwable failure) {
        return causes(failure).anyMatch(UnresolvedAddressException.class::isInstance);
    }

    /// The JDK says that by this class itself, and all else that is wrong with a certificate by others.
    private static boolean isOfAnotherName(Throwable cause) {
        return cause.getClass().equals(CertificateException.class);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
