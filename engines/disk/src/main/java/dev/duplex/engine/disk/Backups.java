package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Makes backups: `data` as a store has it, and last `BACKUP`, without which it is none.
final class Backups {
    /// What the store says of itself, and what keeps others out of it, is not of it.
    private static final String OF_THE_STORE_ITSELF = "LOG|LOG\\.old.*|LOCK";

    private Backups() {}

    /// Makes one; what was made is removed if that fails.
    ///
    /// @param to a directory that is not there, or is empty
    /// @param data of the store
    /// @param fill makes the directory that it is given of them
    static void make(Path to, Path data, Consumer<Path> fill) {
        Path backup = to.toAbsolutePath().normalize();
        boolean done = false;
        boolean begun = false;
        try {
            if (Files.exists(backup) && !Files.isDirectory(backup)) {
                throw new DiskException(
                        DiskException.Reason.NOT_A_DIRECTORY, backup + " is not a directory");
            }
            if (!DurableFiles.isEmpty(backup)) {
                throw DiskDirectory.notEmpty(backup);
            }
            begun = true;
            DurableFiles.makeDirectory(backup);
            if (!Files.getFileStore(data).equals(Files.getFileStore(backup))) {
                requireRoom(data, backup);
            }
            fill.accept(backup.resolve(DiskDirectory.DATA));
            Format.of(Formats.KNOWN.latest()).write(backup.resolve(DiskDirectory.BACKUP));
            done = true;
        } catch (IOException e) {
            throw DiskDirectory.failure(backup, e);
        } finally {
            if (begun && !done) {
                remove(backup);
            }
        }
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

    private static void remove(Path backup) {
        try {
            DurableFiles.delete(backup);
        } catch (IOException e) {
            throw new EngineException(
                    "what was made of a backup in " + backup + " could not be removed", e);
        }
    }
}
