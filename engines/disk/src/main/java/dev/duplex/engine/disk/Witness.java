package dev.duplex.engine.disk;

/// Looks on at the moment that counts: something is written, and nobody knows yet. For tests of what a crash leaves.
interface Witness {
    /// Called by the committing thread.
    void written(Store store);
}
