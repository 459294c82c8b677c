package dev.duplex.engine.disk;

/// Whether an engine does what it is for.
public enum DiskHealth {
    /// It takes publications.
    WORKING,
    /// There is no room for more: it takes none that would be kept, until something has expired, was trimmed, or the disk has more room.
    FULL,
    /// A write or a sync has failed: it does nothing more until it is opened again.
    FAILED
}
