package dev.duplex.channels.memory;

import java.time.Duration;

/// What an engine in memory may hold.
///
/// @param streams how many channels' positions; beyond it, one that nobody is subscribed to and that was not
///     used lately is forgotten: it has another epoch when it comes back. Channels that somebody is subscribed to are
///     never forgotten, however many
/// @param historyBytes what all histories may come to: payloads, what is said of who published them, and [#PUBLICATION_BYTES] for each
///     publication; and all idempotency keys, with [#KEY_BYTES] for each. Beyond it, the history of a channel that was
///     not used lately is forgotten, and its keys: who wants to recover from it is told that it cannot, and a
///     draft that is tried again may be published again
/// @param idempotencyKeys how many keys are remembered of one channel; beyond it the oldest is forgotten
/// @param idempotencyWindow for how long a key is remembered
public record MemoryLimits(
        int streams, long historyBytes, int idempotencyKeys, Duration idempotencyWindow) {
    /// What a publication counts beside its payload, key, tags and publisher: about what its objects take on the
    /// heap.
    public static final int PUBLICATION_BYTES = 256;

    /// What an idempotency key counts beside itself.
    public static final int KEY_BYTES = 192;

    /// A million streams, 512 MiB of history, 10,000 keys of five minutes.
    public static final MemoryLimits DEFAULT =
            new MemoryLimits(1_000_000, 512L << 20, 10_000, Duration.ofMinutes(5));

    /// @throws IllegalArgumentException if one is not positive
    public MemoryLimits {
        if (streams <= 0 || historyBytes <= 0 || idempotencyKeys <= 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (!idempotencyWindow.isPositive()) {
            throw new IllegalArgumentException("idempotencyWindow must be positive");
        }
    }

    /// Starts from the defaults.
    public static Builder builder() {
        return new Builder(DEFAULT);
    }

    /// Makes limits. Not thread-safe.
    public static final class Builder {
        private int streams;
        private long historyBytes;
        private int idempotencyKeys;
        private Duration idempotencyWindow;

        private Builder(MemoryLimits from) {
            streams = from.streams;
            historyBytes = from.historyBytes;
            idempotencyKeys = from.idempotencyKeys;
            idempotencyWindow = from.idempotencyWindow;
        }

        public Builder streams(int streams) {
            this.streams = streams;
            return this;
        }

        public Builder historyBytes(long bytes) {
            historyBytes = bytes;
            return this;
        }

        public Builder idempotencyKeys(int keys) {
            idempotencyKeys = keys;
            return this;
        }

        public Builder idempotencyWindow(Duration window) {
            idempotencyWindow = window;
            return this;
        }

        /// @throws IllegalArgumentException if one is not positive
        public MemoryLimits build() {
            return new MemoryLimits(streams, historyBytes, idempotencyKeys, idempotencyWindow);
        }
    }
}
