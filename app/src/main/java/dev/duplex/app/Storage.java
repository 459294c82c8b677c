package dev.duplex.app;

import dev.duplex.api.ProgramMethod;
import dev.duplex.app.config.DiskSettings;
import dev.duplex.app.config.RedisSettings;
import dev.duplex.app.config.ServedChannels;
import dev.duplex.app.config.UserError;
import dev.duplex.app.services.MetricsPage;
import dev.duplex.channels.Hub;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.engine.disk.DiskException;
import dev.duplex.engine.redis.RedisEngine;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the channels of `duplex serve` are kept in.
///
/// @param engine for the hub, which closes it
/// @param place where that is, for people; empty if it is in memory
/// @param problem why nothing can be published at the moment, for strangers; the log has the rest. Any thread
/// @param methods of the HTTP API that it has, by their names
record Storage(
        Engine engine,
        Optional<String> place,
        Supplier<Optional<String>> problem,
        Map<String, ProgramMethod> methods) {
    Storage {
        methods = Map.copyOf(methods);
    }

    /// One in memory.
    static Storage of(Engine memory) {
        return new Storage(memory, Optional.empty(), Optional::empty, Map.of());
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
        if (isOnDisk(channels)) {
            return onDisk(channels.disk().orElseThrow(), metrics);
        }
        if (!channels.isEmpty() && channels.redis().isPresent()) {
            Storage shared = inRedis(channels.redis().get(), metrics);
            return channels.ofANode().isEmpty()
                    ? shared
                    : shared.with(
                            OwnStreams.in(
                                    shared.engine(),
                                    inMemory(channels).streams(),
                                    channels.ofANode()));
        }
        return of(inMemory(channels));
    }

    private static Engine inMemory(ServedChannels channels) {
        return MemoryEngine.create(channels.memory(), InstantSource.system());
    }

    private Storage with(Engine other) {
        return new Storage(other, place, problem, methods);
    }

    private static Storage onDisk(DiskSettings settings, MetricsPage metrics) throws UserError {
        try {
            DiskEngine disk =
                    DiskEngine.builder(settings.directory())
                            .sync(settings.sync())
                            .syncInterval(settings.syncInterval())
                            .limits(settings.limits())
                            .observer(metrics.disk())
                            .start();
            return new Storage(
                    disk.engine(),
                    Optional.of(disk.directory().toString()),
                    () -> problem(disk),
                    Map.of(
                            StoreBackups.METHOD,
                            new ProgramMethod(
                                    StoreBackups.ABOUT,
                                    new StoreBackups(
                                            disk::backup,
                                            settings.backups(),
                                            settings.mostBackups()))));
        } catch (DiskException e) {
            throw StoreFailure.atStart(e, settings.directory());
        }
    }

    private static Storage inRedis(RedisSettings settings, MetricsPage metrics) throws UserError {
        RedisEngine.Builder builder =
                RedisEngine.builder(settings.addresses().toArray(String[]::new))
                        .prefix(settings.prefix())
                        .cluster(settings.cluster())
                        .durable(settings.durable())
                        .limits(settings.limits())
                        .observer(metrics.redis());
        settings.password()
                .ifPresent(it ->
                        settings.user()
                                .ifPresentOrElse(
                                        user -> builder.credentials(user, it),
                                        () -> builder.password(it)));
        settings.trust().ifPresent(builder::trust);
        try {
            RedisEngine redis = builder.start();
            return new Storage(
                    redis.engine(),
                    Optional.of("Redis at " + String.join(", ", redis.servers())),
                    () -> problem(redis),
                    Map.of());
        } catch (EngineException e) {
            throw UserError.runtime(
                    e.getMessage()
                            + "; start Redis, or say where it is with --redis-address, or keep"
                            + " channels of this program alone with --engine disk");
        }
    }

    private static Optional<String> problem(DiskEngine disk) {
        return switch (disk.health()) {
            case WORKING -> Optional.empty();
            case FULL -> Optional.of("the store is full");
            case FAILED -> Optional.of("the store has failed");
        };
    }

    private static Optional<String> problem(RedisEngine redis) {
        return switch (redis.health()) {
            case WORKING -> Optional.empty();
            case AWAY -> Optional.of("Redis is not connected");
        };
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
}
