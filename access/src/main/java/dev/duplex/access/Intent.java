package dev.duplex.access;

/// What a client wants to do in a channel.
///
/// @param identity who wants it
/// @param token that came with it, for this channel, or empty
/// @param subscribed whether it is in the channel at the moment
public record Intent(
        Identity identity, Action action, String channel, String token, boolean subscribed) {}
