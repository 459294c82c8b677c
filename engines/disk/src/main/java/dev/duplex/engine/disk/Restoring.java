package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Makes a store of a backup. Clients may have seen positions that are later than what is in it, so that all epochs are over: no two publications ever have one
/// position.
final class Restoring {
    private Restoring() {}

    /// @param to an empty directory; as long as this has not ended, no engine takes it for a store
    static void run(DiskDirectory backup, DiskDirectory to, Formats formats) {
        try {
            Backups.copy(backup.data(), to.data());
            try (Store store =
                    Store.open(
                            to.data(),
                            Store.Absent.DAMAGED_BACKUP,
                            DiskLimits.DEFAULT,
                            false,
                            false)) {
                verify(store);
                formats.migrate(store, backup.format(), _ -> {});
                byte[] found = store.get(Keys.SESSION);
                Sync sync = found == null ? Sync.ALWAYS : Session.decode(found).sync();
                store.put(Keys.SESSION, new Session(latest(store) + 1, sync, false).encode());
            }
            to.finish(formats);
        } catch (IOException e) {
            throw DiskDirectory.failure(to.path(), e);
        }
    }

    /// Opening it reads the log, and little of the tables.
    private static void verify(Store store) {
        for (Path table : store.tables()) {
            Optional<String> fault = store.fault(table);
            if (fault.isPresent()) {
                throw new DiskException(
                        DiskException.Reason.DAMAGED,
                        "the backup is damaged: its table "
                                + table.getFileName()
                                + " cannot be read ("
                                + fault.get()
                                + "); restore another, or take what can be read of it with salvage");
            }
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
