package dev.duplex.bench.disk;

import dev.duplex.engine.disk.DiskEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.OptionsUtil;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB with the options that the engine on disk has: those that it leaves in its directory.
final class RocksRecords implements RecordStore {
    private final RocksDB db;
    private final DBOptions options;
    private final List<ColumnFamilyDescriptor> families;
    private final WriteOptions synced = new WriteOptions().setSync(true);

    private RocksRecords(RocksDB db, DBOptions options, List<ColumnFamilyDescriptor> families) {
        this.db = db;
        this.options = options;
        this.families = families;
    }

    /// A new one.
    static RocksRecords create(Path directory) {
        DiskEngine.builder(directory).open().close();
        return ofEngine(directory);
    }

    /// That of an engine which has been closed.
    static RocksRecords ofEngine(Path directory) {
        DBOptions options = new DBOptions();
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        String data = directory.resolve("data").toString();
        try (ConfigOptions reading = new ConfigOptions()) {
            OptionsUtil.loadLatestOptions(reading, data, options, families);
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            return new RocksRecords(
                    RocksDB.open(options, data, families, handles), options, families);
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB: " + e.getMessage(), e);
        }
    }

    /// Writes all anew without what is obsolete, and nothing is left in the log.
    void compact() {
        try {
            db.compactRange();
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB: " + e.getMessage(), e);
        }
    }

    @Override
    public Batch begin() {
        return new Writes();
    }

    @Override
    public void close() {
        db.close();
        synced.close();
        families.forEach(it -> it.getOptions().close());
        options.close();
    }

    private final class Writes implements Batch {
        private final WriteBatch batch = new WriteBatch();

        @Override
        public byte @Nullable [] get(byte[] key) {
            try {
                return db.get(key);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        @Override
        public void put(byte[] key, byte[] value) {
            try {
                batch.put(key, value);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        @Override
        public void delete(byte[] key) {
            try {
                batch.delete(key);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        @Override
        public void commit() {
            try (batch) {
                db.write(synced, batch);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        private static IllegalStateException failed(RocksDBException e) {
            return new IllegalStateException("RocksDB: " + e.getMessage(), e);
        }
    }
}
