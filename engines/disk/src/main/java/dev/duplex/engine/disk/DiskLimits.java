package dev.duplex.engine.disk;

import java.time.Duration;

/// What an engine on disk may hold.
///
/// @param storeBytes what all files may come to; beyond it nothing is published that would be kept, until something has
///     expired or was trimmed
/// @param reserveBytes what is left free of the disk; beyond it likewise
/// @param waitingBytes what waits to be committed, with [#OPERATION_BYTES] for each; beyond it publishing fails
/// @param waitingReads how many reads of history wait for others; beyond it reading fails
/// @param cacheBytes of memory, for what was read and for what finds it
/// @param writeBufferBytes of memory, for what is committed and not in a table file yet; the log has about as much
/// @param openFiles how many table files are open at a time
/// @param idempotencyKeys how many keys are remembered of one channel; beyond it the oldest is forgotten
/// @param idempotencyWindow for how long a key is remembered
public record DiskLimits(
        long storeBytes,
        long reserveBytes,
        long waitingBytes,
        int waitingReads,
        long cacheBytes,
        long writeBufferBytes,
        int openFiles,
        int idempotencyKeys,
        Duration idempotencyWindow) {
    /// What something that waits to be committed counts beside its payload, key and tags.
    public static final int OPERATION_BYTES = 256;

    /// 64 GiB of files, 256 MiB left free; 64 MiB and 10,000 reads waiting; 64 MiB of cache and of write buffers, 512 open files;
    /// 10,000 keys of five minutes.
    public static final DiskLimits DEFAULT =
            new DiskLimits(
                    64L << 30,
                    256L << 20,
                    64L << 20,
                    10_000,
                    64L << 20,
                    64L << 20,
                    512,
                    10_000,
                    Duration.ofMinutes(5));

    /// @throws IllegalArgumentException if one is not positive, or `openFiles` is below 16
    public DiskLimits {
        if (storeBytes <= 0
                || reserveBytes <= 0
                || waitingBytes <= 0
                || waitingReads <= 0
                || cacheBytes <= 0
                || writeBufferBytes <= 0
                || idempotencyKeys <= 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (openFiles < 16) {
            throw new IllegalArgumentException("openFiles must be 16 or more: " + openFiles);
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
        private long storeBytes;
        private long reserveBytes;
        private long waitingBytes;
        private int waitingReads;
        private long cacheBytes;
        private long writeBufferBytes;
        private int openFiles;
        private int idempotencyKeys;
        private Duration idempotencyWindow;

        private Builder(DiskLimits from) {
            storeBytes = from.storeBytes;
            reserveBytes = from.reserveBytes;
            waitingBytes = from.waitingBytes;
            waitingReads = from.waitingReads;
            cacheBytes = from.cacheBytes;
            writeBufferBytes = from.writeBufferBytes;
            openFiles = from.openFiles;
            idempotencyKeys = from.idempotencyKeys;
            idempotencyWindow = from.idempotencyWindow;
        }

        public Builder storeBytes(long bytes) {
            storeBytes = bytes;
            return this;
        }

        public Builder reserveBytes(long bytes) {
            reserveBytes = bytes;
            return this;
        }

        public Builder waitingBytes(long bytes) {
            waitingBytes = bytes;
            return this;
        }

        public Builder waitingReads(int reads) {
            waitingReads = reads;
            return this;
        }

        public Builder cacheBytes(long bytes) {
            cacheBytes = bytes;
            return this;
        }

        public Builder writeBufferBytes(long bytes) {
            writeBufferBytes = bytes;
            return this;
        }

        public Builder openFiles(int files) {
            openFiles = files;
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

        /// @throws IllegalArgumentException if one is not positive, or `openFiles` is below 16
        public DiskLimits build() {
            return new DiskLimits(
                    storeBytes,
                    reserveBytes,
                    waitingBytes,
                    waitingReads,
                    cacheBytes,
                    writeBufferBytes,
                    openFiles,
                    idempotencyKeys,
                    idempotencyWindow);
        }
    }
}
