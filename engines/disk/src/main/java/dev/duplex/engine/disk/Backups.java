package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Makes backups: `data` as a store has it, and last `BACKUP`, without which it is none.
final class Backups {
    /// What the store says of itself, and what keeps others out of it, is not of it.
    private static final String OF_THE_STORE_ITSELF = "LOG|LOG\\.old.*|LOCK";

    private static final String CLAIM = DiskDirectory.BACKUP + DurableFiles.UNFINISHED;

    /// What an attempt leaves, its mark first; the third by RocksDB, which renames it.
    private static final List<String> MADE =
            List.of(DiskDirectory.BACKUP, DiskDirectory.DATA, DiskDirectory.DATA + ".tmp", CLAIM);

    private Backups() {}

    /// Makes one; what was made is removed if that fails, and nothing else.
    ///
    /// @param to a directory that is not there, or is empty
    /// @param data of the store
    /// @param fill makes the directory that it is given of them
    static void make(Path to, Path data, Consumer<Path> fill) {
        Path backup = to.toAbsolutePath().normalize();
        try {
            if (Files.exists(backup) && !Files.isDirectory(backup)) {
                throw new DiskException(
                        DiskException.Reason.NOT_A_DIRECTORY, backup + " is not a directory");
            }
            boolean there = Files.exists(backup);
            claim(backup);
            try {
                fill(backup, data, fill);
            } catch (IOException | RuntimeException | Error e) {
                remove(backup, there, e);
                throw e;
            }
        } catch (IOException e) {
            throw DiskDirectory.failure(backup, e);
        }
    }

    /// Keeps others who would make one there out: what marks it is made by one alone, and is not whole before the end.
    private static void claim(Path backup) throws IOException {
        DurableFiles.makeDirectory(backup);
        Path claim = backup.resolve(CLAIM);
        try {
            Files.createFile(claim);
        } catch (FileAlreadyExistsException _) {
            throw DiskDirectory.notEmpty(backup);
        }
        if (!DurableFiles.isEmpty(backup, CLAIM)) {
            Files.delete(claim);
            throw DiskDirectory.notEmpty(backup);
        }
    }

    private static void fill(Path backup, Path data, Consumer<Path> fill) throws IOException {
        if (!Files.getFileStore(data).equals(Files.getFileStore(backup))) {
            requireRoom(data, backup);
        }
        fill.accept(backup.resolve(DiskDirectory.DATA));
        Format.of(Formats.KNOWN.latest()).write(backup.resolve(DiskDirectory.BACKUP));
    }

    /// Copies the files of a store that nobody has open.
    ///
    /// @throws DiskException if there is no room for them, among others
    static void copy(Path data, Path to) {
        try {
            DurableFiles.makeDirectory(to);
            requireRoom(data, to);
            DurableFiles.copy(data, to, name -> !name.matches(OF_THE_STORE_ITSELF));
        } catch (IOException e) {
            throw DiskDirectory.failure(to, e);
        }
    }

    /// That there is room for another of it.
    private static void requireRoom(Path data, Path to) throws IOException {
        long needed = DurableFiles.size(data);
        long room = Files.getFileStore(to).getUsableSpace();
        if (needed + DiskLimits.DEFAULT.reserveBytes() > room) {
            throw new DiskException(
                    DiskException.Reason.FULL,
                    "there is no room for "
                            + needed
                            + " bytes in "
                            + to
                            + ", which has "
                            + room
                            + " and keeps "
                            + DiskLimits.DEFAULT.reserveBytes()
                            + " free");
        }
    }

    /// @param there whether the directory was, and stays
    /// @param why the reason, which a failure to remove does not take the place of
    private static void remove(Path backup, boolean there, Throwable why) {
        try {
            for (String made : MADE) {
                if (Files.exists(backup.resolve(made))) {
                    DurableFiles.delete(backup.resolve(made));
                }
            }
            if (!there) {
                Files.delete(backup);
            }
        } catch (IOException e) {
            why.addSuppressed(
                    new IOException(
                            "what was made of a backup in " + backup + " could not be removed", e));
        }
    }
}
