package dev.duplex.channels;

/// How many are in a channel.
///
/// @param clients connections
/// @param users different users; all who are anonymous count for one
public record PresenceStats(int clients, int users) {}
