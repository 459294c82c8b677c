/// The engine that keeps channels on the disk of one machine: publications, positions and idempotency keys outlive the
/// process. Presence and the cluster are those of the engine in memory: who is connected is gone with the process.
///
/// May import: the JDK, `channels`, RocksDB. What RocksDB is told is in `Store`; of its types only batches (`Changes`, `Committer`) and
/// iterators (`Histories`, `Sweep`) are seen elsewhere.
/// Start reading at `DiskEngine`, then `Committer` (how something gets onto the disk) and `Histories` (how it is read).
@NullMarked
package dev.duplex.engine.disk;

import org.jspecify.annotations.NullMarked;
