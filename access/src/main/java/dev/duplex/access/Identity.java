package dev.duplex.access;

import dev.duplex.channels.Payload;
import java.time.Instant;
import java.util.Optional;

/// Who a client is.
///
/// @param user empty if anonymous
/// @param info that others see, or [Payload#none]
/// @param expires when it has to show a new token, if it has to
public record Identity(String user, Payload info, Optional<Instant> expires) {
    /// Nobody in particular.
    public static final Identity ANONYMOUS = of("", Payload.none());

    /// One that does not expire.
    public static Identity of(String user, Payload info) {
        return new Identity(user, info, Optional.empty());
    }

    public boolean isAnonymous() {
        return user.isEmpty();
    }
}
