package dev.duplex.tokens;

import dev.duplex.access.Grant;
import dev.duplex.channels.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What a connection token says.
///
/// @param user whom it is for (`sub`); empty: a client that the backend lets in without knowing who it is
/// @param info that others see of the user (`info`, `b64info`), or [Payload#none]
/// @param channels that the client is in from the beginning (`channels`, `subs`)
/// @param tokenExpires until when the token may be shown (`exp`), if it is limited
/// @param expires when the connection has to show a new one, if it has to (`expire_at`, or else `exp`)
public record ConnectionClaims(
        String user,
        Payload info,
        Map<String, Grant> channels,
        Optional<Instant> tokenExpires,
        Optional<Instant> expires) {
    public ConnectionClaims {
        channels = Map.copyOf(channels);
    }

    /// A user and nothing more, until then.
    public static ConnectionClaims of(String user, Instant expires) {
        return new ConnectionClaims(
                user, Payload.none(), Map.of(), Optional.of(expires), Optional.of(expires));
    }

    public ConnectionClaims withInfo(Payload info) {
        return new ConnectionClaims(user, info, channels, tokenExpires, expires);
    }

    public ConnectionClaims withChannels(Map<String, Grant> channels) {
        return new ConnectionClaims(user, info, channels, tokenExpires, expires);
    }

    /// With another time for the connection than for the token; empty: the connection may last.
    public ConnectionClaims withExpires(Optional<Instant> expires) {
        return new ConnectionClaims(user, info, channels, tokenExpires, expires);
    }
}
