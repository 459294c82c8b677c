package dev.duplex.centrifuge.protocol;

/// A key that a client watches.
///
/// @param key the key
/// @param version the version that the client has
public record KeyedItem(String key, long version) {}
