package dev.duplex.engine.redis;

import java.time.Duration;

/// What an engine on Redis may hold, and how long it waits.
///
/// @param waitingBytes of all that was asked for and is not answered, with [#OPERATION_BYTES] for each; beyond it what is asked for
///     fails. For each server
/// @param patience how long an answer of Redis is waited for, and how long something waits for a connection; then it fails
/// @param idempotencyKeys how many keys are remembered of one channel; beyond it the oldest is forgotten
/// @param idempotencyWindow for how long a key is remembered
public record RedisLimits(
        long waitingBytes, Duration patience, int idempotencyKeys, Duration idempotencyWindow) {
    /// What something that waits for its answer counts beside what is sent.
    public static final int OPERATION_BYTES = 256;

    /// 64 MiB waiting, for 5 seconds; 10,000 keys of five minutes.
    public static final RedisLimits DEFAULT =
            new RedisLimits(64L << 20, Duration.ofSeconds(5), 10_000, Duration.ofMinutes(5));

    /// @throws IllegalArgumentException if one is not positive, or `patience` is below a millisecond
    public RedisLimits {
        if (waitingBytes <= 0 || idempotencyKeys <= 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (patience.toMillis() < 1) {
            throw new IllegalArgumentException("patience must be a millisecond or more");
        }
        if (idempotencyWindow.toMillis() < 1) {
            throw new IllegalArgumentException("idempotencyWindow must be a millisecond or more");
        }
    }

    /// Starts from the defaults.
    public static Builder builder() {
        return new Builder(DEFAULT);
    }

    /// Makes limits. Not thread-safe.
    public static final class Builder {
        private long waitingBytes;
        private Duration patience;
        private int idempotencyKeys;
        private Duration idempotencyWindow;

        private Builder(RedisLimits from) {
            waitingBytes = from.waitingBytes;
            patience = from.patience;
            idempotencyKeys = from.idempotencyKeys;
            idempotencyWindow = from.idempotencyWindow;
        }

        public Builder waitingBytes(long bytes) {
            waitingBytes = bytes;
            return this;
        }

        public Builder patience(Duration patience) {
            this.patience = patience;
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

        /// @throws IllegalArgumentException if one is not positive, or `patience` is below a millisecond
        public RedisLimits build() {
            return new RedisLimits(waitingBytes, patience, idempotencyKeys, idempotencyWindow);
        }
    }
}
