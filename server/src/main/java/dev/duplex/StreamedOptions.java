package dev.duplex;

import java.util.Optional;

/// How a [StreamedProtocol] is served. Immutable; [#DEFAULT] and the `with…` methods make others.
///
/// @param origins which pages may connect: the one allow-list, for CORS and for requests without an `Origin`
/// @param requestBytes the largest body of a request; more gets 413
/// @param limits replaces the server's limits for these sessions
public record StreamedOptions(Origins origins, int requestBytes, Optional<Limits> limits) {
    /// The most requests of one session that wait for their answer; further ones get 503. A session holds no more than this many
    /// bodies of `requestBytes`.
    public static final int WAITING_REQUESTS = 64;

    /// The most bytes of messages that have come by other nodes and were not taken up by their sessions' event loops; further ones get 503.
    public static final int RELAYED_BYTES = 4 << 20;

    /// Same origin only, the server's limits; bodies of 2 MiB, so that a message of [Limits#messageBytes] at its default passes, which in JSON is a string, and may be longer
    /// by its escapes.
    public static final StreamedOptions DEFAULT =
            new StreamedOptions(Origins.same(), 2 << 20, Optional.empty());

    /// @throws IllegalArgumentException if the size is not positive
    public StreamedOptions {
        if (requestBytes <= 0) {
            throw new IllegalArgumentException(
                    "requestBytes must be positive, not " + requestBytes);
        }
    }

    public StreamedOptions withOrigins(Origins origins) {
        return new StreamedOptions(origins, requestBytes, limits);
    }

    public StreamedOptions withRequestBytes(int requestBytes) {
        return new StreamedOptions(origins, requestBytes, limits);
    }

    public StreamedOptions withLimits(Limits limits) {
        return new StreamedOptions(origins, requestBytes, Optional.of(limits));
    }
}
