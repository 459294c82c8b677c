/// The engine that keeps channels on the disk of one machine: publications, positions and idempotency keys outlive the
/// process. Presence and the cluster are those of the engine in memory: who is connected is gone with the process.
///
/// May import: the JDK, `channels`, RocksDB. What RocksDB is told is in `Store`, which `NativeLibrary` makes possible; of its types only batches (`Changes`, `Committer`, `Salvage`) and
/// iterators (`Histories`, `Sweep`, `Walk`, `HistoryProbe`, `Restoring`) are seen elsewhere.
/// Start reading at `DiskEngine`, then `Committer` (how something gets onto the disk) and `Histories` (how it is read); for what is done with a
/// directory from outside at `DiskStore`, then `Walk`; for what a directory is at `DiskDirectory` and `Formats`.
@NullMarked
package dev.duplex.engine.disk;

import org.jspecify.annotations.NullMarked;
