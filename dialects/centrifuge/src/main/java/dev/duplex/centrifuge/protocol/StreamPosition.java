package dev.duplex.centrifuge.protocol;

/// A place in a channel.
///
/// @param offset a publication
/// @param epoch says which counting `offset` belongs to
public record StreamPosition(long offset, String epoch) {}
