package dev.duplex.tokens;

import dev.duplex.access.Grant;
import dev.duplex.channels.Payload;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All claims of a token that are known here, of either kind, as they stand there. Those of type JSON null count as absent.
final class Claims {
    Optional<String> subject = Optional.empty();
    Optional<String> issuer = Optional.empty();
    final Set<String> audience = new LinkedHashSet<>();
    Optional<Instant> expires = Optional.empty();
    Optional<Instant> notBefore = Optional.empty();
    Optional<Instant> issuedAt = Optional.empty();

    /// Of what the token is for, if it is another than its own. The epoch: never.
    Optional<Instant> expireAt = Optional.empty();

    Payload info = Payload.none();
    Payload data = Payload.none();
    Optional<String> channel = Optional.empty();
    Optional<String> client = Optional.empty();
    final Map<String, Grant> channels = new LinkedHashMap<>();

    /// When what the token is for has to show a new one.
    Optional<Instant> deadline() {
        return expireAt.isEmpty() ? expires : expireAt.filter(it -> it.isAfter(Instant.EPOCH));
    }
}
