/// `./bench --only disk`: what it costs that channels outlive the process. The engine on disk beside the engine in memory and
/// Redis, and its store beside others under the same writes.
///
/// May import: `dev.duplex.channels`, `dev.duplex.engine.disk`, RocksDB, LMDB, MVStore, Lettuce, HdrHistogram, and of
/// `dev.duplex.bench` what it has for all. Start reading at `DiskSuite`, then `PublishRounds` and `Publishers`.
@NullMarked
package dev.duplex.bench.disk;

import org.jspecify.annotations.NullMarked;
