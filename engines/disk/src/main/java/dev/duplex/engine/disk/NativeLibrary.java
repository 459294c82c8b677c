package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/// Loads what is native of RocksDB, once in a process. It comes out of the jar into `java.io.tmpdir`, and is removed from there as soon as it is
/// loaded: a process that is killed would leave it.
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /// Any thread; waits for another that is loading.
    ///
    /// @throws DiskException if it does not run on this platform, or cannot be unpacked
    static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            Path unpacked = Files.createTempDirectory("duplex-rocksdb-");
            try {
                // Of a program that ends meanwhile; one that is ending already does not let this be
                // said.
                unpacked.toFile().deleteOnExit();
                NativeLibraryLoader.getInstance().loadLibrary(unpacked.toString());
            } finally {
                remove(unpacked);
            }
            RocksDB.loadLibrary();
            loaded = true;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new DiskException(
                    DiskException.Reason.NO_LIBRARY,
                    "RocksDB cannot be loaded, from what is unpacked to "
                            + System.getProperty("java.io.tmpdir")
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// Windows keeps a library that is in use; then it goes with the process.
    private static void remove(Path unpacked) throws IOException {
        try {
            DurableFiles.delete(unpacked);
        } catch (IOException e) {
            try (var files = Files.walk(unpacked)) {
                files.forEach(it -> it.toFile().deleteOnExit());
            }
        }
    }
}
