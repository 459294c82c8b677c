package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is done with the directory of an engine while no engine has it: looking what is in it, copies, and what to do when it is damaged. Each
/// method has the directory to itself, takes its time, and may be called from any thread.
public final class DiskStore {
    private DiskStore() {}

    /// Reads all that is in a store, or in a backup, and says what is wrong: checksums, holes in histories, records that cannot be understood.
    /// Changes nothing.
    ///
    /// @throws DiskException if it cannot be had, or nothing of it can be read
    public static StoreReport check(Path directory) {
        try (DiskDirectory taken = DiskDirectory.existing(directory)) {
            return Inspection.of(taken);
        }
    }

    /// Whether a backup is there, and whole. One that is being made, or was interrupted, is none.
    public static boolean isBackup(Path directory) {
        return Files.exists(directory.resolve(DiskDirectory.BACKUP));
    }

    /// Copies a store into a backup. Of a store that an engine has, [DiskEngine#backup] makes one.
    ///
    /// @param to a directory that is not there, or is empty
    /// @throws DiskException if one cannot be had, or there is no room
    public static void backup(Path directory, Path to) {
        try (DiskDirectory taken = DiskDirectory.existing(directory)) {
            Backups.make(to, taken.data(), data -> Backups.copy(taken.data(), data));
        }
    }

    /// Makes a store of a backup, which may be of an earlier format. Every channel has another epoch in it: clients may have seen later positions than the backup has, so that
    /// whoever comes back with a position is told that it could not recover.
    ///
    /// @param to a directory that is not there, or is empty
    /// @throws DiskException if one cannot be had, it is no backup, or is damaged, or there is no room
    public static void restore(Path backup, Path to) {
        restore(backup, to, Formats.KNOWN);
    }

    static void restore(Path backup, Path to, Formats formats) {
        try (DiskDirectory from = DiskDirectory.backup(backup, formats)) {
            fill(to, taken -> Restoring.run(from, taken, formats));
        }
    }

    /// Takes what can be read of a damaged store, or of a damaged backup, into a new store: of each channel its position and the end of its history from behind the last
    /// publication that cannot be read. Every channel has another epoch in it. The damaged one is not changed.
    ///
    /// @param to a directory that is not there, or is empty
    /// @return what is in the new store
    /// @throws DiskException if one cannot be had, or nothing can be read
    public static StoreStatistics salvage(Path directory, Path to) {
        try (DiskDirectory from = DiskDirectory.existing(directory)) {
            fill(
                    to,
                    taken -> {
                        try (Store damaged = Store.read(from.data(), Store.Log.UP_TO_DAMAGE);
                                Store made =
                                        Store.open(
                                                taken.data(),
                                                Store.Absent.CREATE,
                                                DiskLimits.DEFAULT,
                                                false,
                                                false);
                                Salvage salvage = new Salvage(damaged, made)) {
                            salvage.run();
                        }
                        taken.finish(Formats.KNOWN);
                    });
        }
        return check(to).statistics();
    }

    /// Something that makes a store.
    private interface Filling {
        void fill(DiskDirectory taken);
    }

    /// What was made of a store is removed if that fails.
    private static void fill(Path to, Filling filling) {
        try (DiskDirectory taken = DiskDirectory.empty(to)) {
            try {
                filling.fill(taken);
            } catch (RuntimeException | Error e) {
                remove(taken, e);
                throw e;
            }
        }
    }

    /// @param why the reason, which a failure to remove does not take the place of
    private static void remove(DiskDirectory taken, Throwable why) {
        try {
            if (Files.exists(taken.data())) {
                DurableFiles.delete(taken.data());
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
