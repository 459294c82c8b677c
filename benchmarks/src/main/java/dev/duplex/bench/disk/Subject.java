package dev.duplex.bench.disk;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/// Something that keeps channels, running and with nothing in it at first. One thread calls it; stages are completed by any.
interface Subject extends AutoCloseable {
    /// Publishes in a channel with a history.
    ///
    /// @return completed when it is acknowledged
    CompletionStage<?> publish(String channel, byte[] payload);

    /// Publishes in a channel without a history.
    CompletionStage<?> pass(String channel, byte[] payload);

    /// What was published since the last call is on its way: to be called after each few.
    void flush();

    /// How many commits had a publication in them, where that can be counted.
    OptionalLong commits();

    /// The position of a channel: how many publications it has had.
    long offset(String channel);

    /// How many publications a channel's history has.
    long kept(String channel);

    /// What it takes on the disk; ends it.
    Space space() throws InterruptedException;

    @Override
    void close();

    /// @param bytes as it was left
    /// @param compactedBytes after all of it was written anew without what is obsolete
    /// @param compactingNanos how long that took
    record Space(long bytes, long compactedBytes, long compactingNanos) {}
}
