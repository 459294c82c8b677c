package dev.duplex.verify.log;

/// Something that a subscriber noticed.
public sealed interface Event {
    /// When it noticed.
    long at();

    /// From here on it hears its channel.
    ///
    /// @param how what it was told of what it has missed
    record Began(long at, Resumption how) implements Event {}

    /// It got a publication of this run.
    ///
    /// @param channel as the payload says
    /// @param publisher as the payload says
    /// @param sequence as the payload says
    record Received(long at, String channel, String publisher, long sequence) implements Event {}

    /// It does not hear its channel any more.
    ///
    /// @param why for people
    record Ended(long at, String why) implements Event {}

    /// It has stayed away of its own will since its subscription ended, and comes back now.
    record Woke(long at) implements Event {}
}
