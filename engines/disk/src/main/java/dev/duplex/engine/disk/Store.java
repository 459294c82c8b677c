package dev.duplex.engine.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.SstFileReader;
import org.rocksdb.Statistics;
import org.rocksdb.Status;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The embedded store: RocksDB, opened as this engine needs it. Any thread; only one writes.
///
/// What is written stands in its log first, and is seen by readers only then: after the log was synced, if that was asked for.
final class Store implements AutoCloseable {
    /// The file that names the one that says which tables there are; every store has it.
    private static final String CURRENT = "CURRENT";

    /// What the names of the files end with that are the log of what is written.
    private static final String LOG = ".log";

    /// These files, for people.
    static final String LOGS = "*" + LOG;

    private static final String OR_SALVAGE =
            ", or open it with salvage, which takes what can be read and gives every channel another epoch";

    private static final int BLOOM_BITS = 10;
    private static final int METADATA_BLOCK_BYTES = 8 << 10;
    private static final int BACKGROUND_JOBS = 2;
    private static final long LOG_BYTES = 1 << 20;
    private static final long TABLE_BYTES = 64L << 20;

    private final Path path;
    private final RocksDB db;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final CompactRangeOptions compaction = new CompactRangeOptions();
    private final WriteOptions unsynced = new WriteOptions().setSync(false);
    private final @Nullable Statistics statistics;

    /// What the store uses, and is closed after it, in this order.
    private final List<RocksObject> parts;

    private Store(Path path, RocksDB db, @Nullable Statistics statistics, List<RocksObject> parts) {
        this.path = path;
        this.db = db;
        this.statistics = statistics;
        this.parts = parts;
    }

    /// What an open does where no store is.
    enum Absent {
        /// Makes an empty one.
        CREATE,
        /// Fails: one was there, and what is left of it is not touched.
        DAMAGED,
        /// Likewise, of a backup: made of a store in use, it has tables and no log.
        DAMAGED_BACKUP
    }

    /// Opens, and recovers what the log has.
    ///
    /// @param absent what is done where none is
    /// @param salvage whether to take a damaged log up to where it is damaged, instead of failing
    /// @param counting whether [#syncs] counts
    /// @throws DiskException if it is damaged, or cannot be had
    static Store open(
            Path path, Absent absent, DiskLimits limits, boolean salvage, boolean counting) {
        if (absent != Absent.CREATE) {
            requireStore(path);
        }
        if (absent == Absent.DAMAGED && !salvage && !hasLog(path)) {
            throw lacks(path, LOGS);
        }
        NativeLibrary.load();
        Cache cache = new LRUCache(limits.cacheBytes());
        BloomFilter filter = new BloomFilter(BLOOM_BITS, false);
        Statistics statistics = counting ? new Statistics() : null;
        Options options =
                options(limits, cache, filter, salvage ? Log.UP_TO_DAMAGE : Log.SOUND)
                        .setCreateIfMissing(absent == Absent.CREATE);
        List<RocksObject> parts;
        if (statistics == null) {
            parts = List.of(options, filter, cache);
        } else {
            options.setStatistics(statistics);
            parts = List.of(options, filter, cache, statistics);
        }
        try {
            return new Store(path, RocksDB.open(options, path.toString()), statistics, parts);
        } catch (RocksDBException e) {
            parts.forEach(RocksObject::close);
            throw cannotOpen(path, e);
        }
    }

    /// How a log is taken that has damage in it.
    enum Log {
        /// Not at all.
        SOUND(WALRecoveryMode.TolerateCorruptedTailRecords),
        /// Up to the damage.
        UP_TO_DAMAGE(WALRecoveryMode.PointInTimeRecovery),
        /// With what follows the damage, which is no state that ever was: only to see how much there is.
        AROUND_DAMAGE(WALRecoveryMode.SkipAnyCorruptedRecords);

        private final WALRecoveryMode mode;

        Log(WALRecoveryMode mode) {
            this.mode = mode;
        }
    }

    /// Opens to read, and changes nothing of what is kept.
    ///
    /// @throws DiskException if it is damaged, or cannot be had
    static Store read(Path path, Log log) {
        requireStore(path);
        NativeLibrary.load();
        Cache cache = new LRUCache(DiskLimits.DEFAULT.cacheBytes());
        BloomFilter filter = new BloomFilter(BLOOM_BITS, false);
        Options options = options(DiskLimits.DEFAULT, cache, filter, log);
        List<RocksObject> parts = List.of(options, filter, cache);
        try {
            return new Store(path, RocksDB.openReadOnly(options, path.toString()), null, parts);
        } catch (RocksDBException e) {
            parts.forEach(RocksObject::close);
            throw cannotOpen(path, e);
        }
    }

    /// RocksDB would begin anew where this file is gone, and take the tables that are there for leftovers.
    private static void requireStore(Path path) {
        if (!Files.exists(path.resolve(CURRENT))) {
            throw lacks(path, CURRENT);
        }
    }

    /// Whether the log of a store is there, which each has that was ever opened: what was written last is nowhere else. RocksDB would begin
    /// another where it was removed, by who takes it for a log of events.
    static boolean hasLog(Path path) {
        try {
            return DurableFiles.has(path, LOG);
        } catch (IOException e) {
            throw DiskDirectory.failure(path, e);
        }
    }

    private static DiskException lacks(Path path, String file) {
        FileNotFoundException cause = new FileNotFoundException(file + " is not there");
        return new DiskException(
                DiskException.Reason.DAMAGED,
                "the store "
                        + path
                        + " is damaged ("
                        + cause.getMessage()
                        + "): bring a copy back"
                        + (file.equals(LOGS) ? OR_SALVAGE : ""),
                cause);
    }

    private static Options options(DiskLimits limits, Cache cache, BloomFilter filter, Log log) {
        return new Options()
                .setParanoidChecks(true)
                // A last record that is not whole was never answered. Anything else that is wrong
                // in
                // the log is damage, and is not passed over unless that is asked for.
                .setWalRecoveryMode(log.mode)
                .setRecycleLogFileNum(0)
                .setMaxOpenFiles(limits.openFiles())
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setWriteBufferSize(Math.max(1, limits.writeBufferBytes() / 2))
                .setMaxWriteBufferNumber(2)
                .setTargetFileSizeBase(TABLE_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(LOG_BYTES)
                .setKeepLogFileNum(2)
                // Everything that memory holds of the files counts for the cache: a million
                // channels need no more of it than ten.
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setCacheIndexAndFilterBlocks(true)
                                // In small blocks: whole, that of one table is as large as a shard
                                // of the cache, and would be read again for each key.
                                .setIndexType(IndexType.kTwoLevelIndexSearch)
                                .setPartitionFilters(true)
                                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                                .setPinTopLevelIndexAndFilter(true)
                                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                                .setFilterPolicy(filter));
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw failure("could not read", e);
        }
    }

    /// A view of everything as it is now, which is to be closed before the store is.
    RocksIterator iterator() {
        return db.newIterator();
    }

    /// The files of tables, all that is not in the log alone.
    List<Path> tables() {
        return db.getLiveFilesMetaData().stream()
                .map(it -> path.resolve(it.fileName().substring(1)))
                .sorted()
                .toList();
    }

    /// Reads a table, with all its checksums.
    ///
    /// @return what is wrong with it; empty if nothing is
    Optional<String> fault(Path table) {
        try (Options options = new Options();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(table.toString());
            reader.verifyChecksum();
            return Optional.empty();
        } catch (RocksDBException e) {
            return Optional.of(detail(e));
        }
    }

    /// Has all that was written so far, and nothing that is half written, be in a directory too, which must not be there. What does not
    /// change any more is there under a second name, where the disk is the same. Others may go on writing.
    void copyTo(Path directory) {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(directory.toString());
        } catch (RocksDBException e) {
            throw failure("could not be copied to " + directory, e);
        }
    }

    /// Writes all of a batch, or nothing of it.
    ///
    /// @param sync whether to return only when it would survive the failure of the machine
    void write(WriteBatch batch, boolean sync) {
        try {
            db.write(sync ? synced : unsynced, batch);
        } catch (RocksDBException e) {
            throw failure("could not write", e);
        }
    }

    /// Writes one thing, and syncs.
    void put(byte[] key, byte[] value) {
        try {
            db.put(synced, key, value);
        } catch (RocksDBException e) {
            throw failure("could not write", e);
        }
    }

    /// Has everything written so far survive the failure of the machine.
    void sync() {
        try {
            db.syncWal();
        } catch (RocksDBException e) {
            throw failure("could not sync", e);
        }
    }

    /// Drops from the files what was deleted. Takes its time; [#stopCompacting] ends it by an exception.
    void compact() {
        try {
            db.compactRange(db.getDefaultColumnFamily(), null, null, compaction);
        } catch (RocksDBException e) {
            throw failure("could not compact", e);
        }
    }

    void stopCompacting() {
        compaction.setCanceled(true);
    }

    /// What the store itself says of how often it synced its log; 0 if nobody counts.
    long syncs() {
        return statistics == null ? 0 : statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
    }

    /// Does something while no file changes but by who writes.
    void quiet(Runnable action) {
        try {
            db.pauseBackgroundWork();
            try {
                action.run();
            } finally {
                db.continueBackgroundWork();
            }
        } catch (RocksDBException e) {
            throw failure("could not pause", e);
        }
    }

    Path path() {
        return path;
    }

    /// Ends, without a sync.
    @Override
    public void close() {
        db.close();
        synced.close();
        unsynced.close();
        compaction.close();
        parts.forEach(RocksObject::close);
    }

    /// Of a failure, a sentence.
    DiskException failure(String what, RocksDBException e) {
        return new DiskException(
                reason(e), "the store " + path + " " + what + ": " + detail(e) + ending(e), e);
    }

    private static DiskException cannotOpen(Path path, RocksDBException e) {
        if (reason(e) == DiskException.Reason.DAMAGED) {
            return new DiskException(
                    DiskException.Reason.DAMAGED,
                    "the store "
                            + path
                            + " is damaged ("
                            + detail(e)
                            + "): bring a copy back"
                            + OR_SALVAGE,
                    e);
        }
        return new DiskException(
                reason(e), "the store " + path + " cannot be opened: " + detail(e) + ending(e), e);
    }

    private static DiskException.Reason reason(RocksDBException e) {
        if (isFull(e)) {
            return DiskException.Reason.FULL;
        }
        if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption) {
            return DiskException.Reason.DAMAGED;
        }
        return detail(e).contains("Permission denied")
                ? DiskException.Reason.NO_PERMISSION
                : DiskException.Reason.OTHER;
    }

    private static String ending(RocksDBException e) {
        return isFull(e) ? " (the disk is full)" : "";
    }

    private static boolean isFull(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getSubCode() == Status.SubCode.NoSpace;
    }

    static String detail(RocksDBException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
