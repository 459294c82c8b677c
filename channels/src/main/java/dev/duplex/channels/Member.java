package dev.duplex.channels;

/// Somebody in a channel, as others see them: who publishes, joins, leaves, or is present.
///
/// @param client the connection's id, which no other connection has
/// @param user whose connection it is; empty if anonymous
/// @param connectionInfo what the connection brought along, or [Payload#none]
/// @param channelInfo what the subscription brought along, or [Payload#none]
public record Member(String client, String user, Payload connectionInfo, Payload channelInfo) {
    /// Somebody of whom nothing more is known.
    public static Member of(String client, String user) {
        return new Member(client, user, Payload.none(), Payload.none());
    }
}
