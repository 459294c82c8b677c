package dev.duplex.access;

/// Something that a client may want to do in a channel.
public enum Action {
    SUBSCRIBE,
    PUBLISH,
    HISTORY,
    PRESENCE
}
