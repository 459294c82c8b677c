package dev.duplex.bench.disk;

import org.jspecify.annotations.Nullable;

/// A store of bytes by bytes, used as the engine on disk uses its own: one thread reads and prepares changes, and commits
/// them together.
interface RecordStore extends AutoCloseable {
    /// The next commit.
    Batch begin();

    @Override
    void close();

    /// Changes that are seen by nobody before they are committed.
    interface Batch {
        /// What was committed before.
        byte @Nullable [] get(byte[] key);

        void put(byte[] key, byte[] value);

        void delete(byte[] key);

        /// Returns when it would survive the failure of the machine.
        void commit();
    }
}
