package dev.duplex.bench.disk;

import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/// H2's MVStore. It commits when it is told and not by itself; parts of its file are written over when they have been obsolete
/// for the time that it keeps them by default, 45 s.
final class MvRecords implements RecordStore {
    private static final int CACHE_MIB = 64;

    private final MVStore store;
    private final MVMap<byte[], byte[]> records;

    private MvRecords(MVStore store) {
        this.store = store;
        records =
                store.openMap(
                        "records",
                        new MVMap.Builder<byte[], byte[]>()
                                .keyType(ByteArrayDataType.INSTANCE)
                                .valueType(ByteArrayDataType.INSTANCE));
    }

    /// A new one.
    ///
    /// @param directory which is there and empty
    static MvRecords create(Path directory) {
        return new MvRecords(
                new MVStore.Builder()
                        .fileName(directory.resolve("records.mv").toString())
                        .cacheSize(CACHE_MIB)
                        .autoCommitDisabled()
                        .open());
    }

    @Override
    public Batch begin() {
        return new Writes();
    }

    @Override
    public void close() {
        store.closeImmediately();
    }

    private final class Writes implements Batch {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return records.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            records.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            records.remove(key);
        }

        @Override
        public void commit() {
            store.commit();
            store.sync();
        }
    }
}
