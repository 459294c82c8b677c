package dev.duplex.tokens;

import dev.duplex.channels.Payload;
import java.time.Instant;
import java.util.Optional;

/// What a subscription token says.
///
/// @param user whom it is for (`sub`); empty for anonymous clients
/// @param channel that it opens (`channel`)
/// @param info that others in the channel see of the client (`info`, `b64info`), or [Payload#none]
/// @param data that the client is answered with (`data`, `b64data`), or [Payload#none]
/// @param tokenExpires until when the token may be shown (`exp`), if it is limited
/// @param expires when the subscription has to show a new one, if it has to (`expire_at`, or else `exp`)
public record SubscriptionClaims(
        String user,
        String channel,
        Payload info,
        Payload data,
        Optional<Instant> tokenExpires,
        Optional<Instant> expires) {
    /// A user in a channel and nothing more, until then.
    public static SubscriptionClaims of(String user, String channel, Instant expires) {
        return new SubscriptionClaims(
                user,
                channel,
                Payload.none(),
                Payload.none(),
                Optional.of(expires),
                Optional.of(expires));
    }

    public SubscriptionClaims withInfo(Payload info) {
        return new SubscriptionClaims(user, channel, info, data, tokenExpires, expires);
    }

    public SubscriptionClaims withData(Payload data) {
        return new SubscriptionClaims(user, channel, info, data, tokenExpires, expires);
    }

    /// With another time for the subscription than for the token; empty: the subscription may last.
    public SubscriptionClaims withExpires(Optional<Instant> expires) {
        return new SubscriptionClaims(user, channel, info, data, tokenExpires, expires);
    }
}
