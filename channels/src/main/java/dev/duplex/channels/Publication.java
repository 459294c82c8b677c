package dev.duplex.channels;

/// A payload on its way through a channel.
///
/// @param channel the channel's name
/// @param payload what was published
/// @param offset the publication's place in its channel, counted by one from 1, which is the first
///     one since the channel had no subscriber
public record Publication(String channel, Payload payload, long offset) {}
