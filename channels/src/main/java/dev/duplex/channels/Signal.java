package dev.duplex.channels;

/// Something that happened in a channel and is not kept: it has no position, and is not recovered.
public sealed interface Signal extends Event {
    /// Who it is about.
    Member member();

    /// Somebody has come.
    record Join(Member member) implements Signal {}

    /// Somebody has gone.
    record Leave(Member member) implements Signal {}
}
