package dev.duplex.channels;

/// What the hub has for the subscribers of a channel.
public sealed interface Event permits Publication, Signal {}
