package dev.duplex.app;

import dev.duplex.app.config.DiskSettings;
import dev.duplex.app.config.ServedChannels;
import dev.duplex.app.config.UserError;
import dev.duplex.app.services.MetricsPage;
import dev.duplex.channels.Hub;
import dev.duplex.channels.RpcHandler;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.engine.disk.DiskException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the channels of `duplex serve` are kept in.
///
/// @param engine for the hub, which closes it
/// @param disk the same, if it is one on disk
/// @param methods of the HTTP API that it has, by their names
record Storage(Engine engine, Optional<DiskEngine> disk, Map<String, RpcHandler> methods) {
    Storage {
        methods = Map.copyOf(methods);
    }

    /// One in memory.
    static Storage of(Engine memory) {
        return new Storage(memory, Optional.empty(), Map.of());
    }

    /// Begins with what takes its time, while something else is done.
    static void prepare(ServedChannels channels) {
        if (isOnDisk(channels)) {
            DiskEngine.prepare();
        }
    }

    private static boolean isOnDisk(ServedChannels channels) {
        return !channels.isEmpty() && channels.disk().isPresent();
    }

    /// Opens what the settings say. Where no channels are configured nothing is kept, and no directory is made.
    ///
    /// @throws UserError if it cannot be had
    static Storage open(ServedChannels channels, MetricsPage metrics) throws UserError {
        if (!isOnDisk(channels)) {
            return of(MemoryEngine.create(channels.memory(), InstantSource.system()));
        }
        DiskSettings settings = channels.disk().orElseThrow();
        try {
            DiskEngine disk =
                    DiskEngine.builder(settings.directory())
                            .sync(settings.sync())
                            .syncInterval(settings.syncInterval())
                            .limits(settings.limits())
                            .observer(metrics.disk())
                            .start();
            return new Storage(disk.engine(), Optional.of(disk), methods(disk, settings));
        } catch (DiskException e) {
            throw StoreFailure.atStart(e, settings.directory());
        }
    }

    private static Map<String, RpcHandler> methods(DiskEngine disk, DiskSettings settings) {
        return Map.of(
                StoreBackups.METHOD,
                new StoreBackups(disk::backup, settings.backups(), settings.mostBackups()));
    }

    /// Makes a hub of the engine, or closes the engine.
    Hub hub(Function<Engine, Hub> maker) {
        try {
            return maker.apply(engine);
        } catch (RuntimeException | Error e) {
            try {
                engine.close();
            } catch (EngineException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /// The directory, if there is one.
    Optional<Path> place() {
        return disk.map(DiskEngine::directory);
    }

    /// Why nothing can be published at the moment, for strangers; the log has the rest. Any thread.
    Optional<String> problem() {
        return disk.flatMap(it ->
                switch (it.health()) {
                    case WORKING -> Optional.empty();
                    case FULL -> Optional.of("the store is full");
                    case FAILED -> Optional.of("the store has failed");
                });
    }
}
