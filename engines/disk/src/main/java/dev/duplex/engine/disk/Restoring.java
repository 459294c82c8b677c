package dev.duplex.engine.disk;

import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Makes a store of a backup. Clients may have seen positions that are later than what is in it, so that all epochs are over: no two publications ever have one
/// position.
final class Restoring {
    private Restoring() {}

    /// @param to an empty directory; as long as this has not ended, no engine takes it for a store
    static void run(DiskDirectory backup, DiskDirectory to) {
        try {
            Backups.copy(backup.data(), to.data());
            try (Store store = Store.open(to.data(), Store.Absent.DAMAGED, DiskLimits.DEFAULT, false, false)) {
                Formats.KNOWN.migrate(store, backup.format(), _ -> {});
                byte[] found = store.get(Keys.SESSION);
                Sync sync = found == null ? Sync.ALWAYS : Session.decode(found).sync();
                store.put(Keys.SESSION, new Session(latest(store) + 1, sync, false).encode());
            }
            to.finish();
        } catch (IOException e) {
            throw DiskDirectory.failure(to.path(), e);
        }
    }

    /// The latest generation of which there is an epoch.
    private static long latest(Store store) {
        byte[] session = store.get(Keys.SESSION);
        long latest = session == null ? 0 : Session.decode(session).generation();
        try (RocksIterator view = store.iterator()) {
            view.seek(Keys.STREAMS);
            while (view.isValid() && view.key()[0] == Keys.STREAM) {
                latest = Math.max(latest, StreamState.decode(view.value()).generation());
                view.next();
            }
            view.status();
            return latest;
        } catch (RocksDBException e) {
            throw store.failure("could not be read", e);
        }
    }
}
