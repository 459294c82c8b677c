package dev.duplex.bench.disk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/// LMDB at its defaults, by which a commit syncs its pages, and then the page that makes them count.
final class LmdbRecords implements RecordStore {
    private static final long MAP_BYTES = 16L << 30;

    private final Env<byte[]> environment;
    private final Dbi<byte[]> records;

    private LmdbRecords(Env<byte[]> environment, Dbi<byte[]> records) {
        this.environment = environment;
        this.records = records;
    }

    /// A new one.
    ///
    /// @param directory which is there and empty
    static LmdbRecords create(Path directory) {
        Env<byte[]> environment =
                Env.create(ByteArrayProxy.PROXY_BA)
                        .setMapSize(MAP_BYTES)
                        .setMaxDbs(1)
                        .open(directory.toFile());
        return new LmdbRecords(environment, environment.openDbi("records", DbiFlags.MDB_CREATE));
    }

    @Override
    public Batch begin() {
        return new Writes(environment.txnWrite());
    }

    @Override
    public void close() {
        records.close();
        environment.close();
    }

    private final class Writes implements Batch {
        private final Txn<byte[]> transaction;

        private Writes(Txn<byte[]> transaction) {
            this.transaction = transaction;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return records.get(transaction, key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            records.put(transaction, key, value);
        }

        @Override
        public void delete(byte[] key) {
            records.delete(transaction, key);
        }

        @Override
        public void commit() {
            try (transaction) {
                transaction.commit();
            }
        }
    }
}
