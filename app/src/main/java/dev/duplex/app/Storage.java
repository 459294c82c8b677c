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
import dev.duplex.engine.disk.DiskHealth;
import dev.duplex.engine.redis.RedisEngine;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// What the channels of `duplex serve` are kept in.
///
/// @param engine for the hub, which closes it
/// @param place where that is, for people; empty if it is in memory
/// @param problem why nothing can be published at the moment, for strangers; the log has the rest. Any thread
/// @param failure why nothing can be published until the program is started again, likewise
/// @param methods of the HTTP API that it has, by their names
record Storage(
        Engine engine,
        Optional<String> place,
        Supplier<Optional<String>> problem,
        Supplier<Optional<String>> failure,
        Map<String, ProgramMethod> methods) {
    Storage {
        methods = Map.copyOf(methods);
    }

    /// One in memory.
    static Storage of(Engine memory) {
        return new Storage(memory, Optional.empty(), Optional::empty, Optional::empty, Map.of());
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
        return new Storage(other, place, problem, failure, methods);
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
                    () -> problem(disk.health()),
                    () -> failure(disk.health()),
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
                    Optional::empty,
                    Map.of());
        } catch (EngineException e) {
            throw UserError.runtime(e.getMessage() + advice(e));
        }
    }

    /// What helps, if that is not said by what went wrong, as it is for a wrong password.
    private static String advice(EngineException failure) {
        List<Throwable> causes = causes(failure).toList();
        if (causes.stream().anyMatch(Storage::isNobodyThere)) {
            return "; start Redis, or say where it is with --redis-address, or keep channels of this"
                    + " program alone with --engine disk";
        }
        return causes.stream().anyMatch(SSLException.class::isInstance)
                ? "; --redis-tls-ca names the authorities whose certificates are trusted"
                : "";
    }

    /// All that led to it, of several servers too.
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(it ->
                        Stream.concat(
                                Stream.of(it),
                                Stream.of(it.getSuppressed()).flatMap(Storage::causes)));
    }

    private static boolean isNobodyThere(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
    }

    static Optional<String> problem(DiskHealth health) {
        return switch (health) {
            case WORKING -> Optional.empty();
            case FULL -> Optional.of("the store is full");
            case FAILED -> Optional.of("the store has failed");
        };
    }

    static Optional<String> failure(DiskHealth health) {
        return switch (health) {
            case WORKING, FULL -> Optional.empty();
            case FAILED ->
                    Optional.of("the store takes nothing more until the program is started again");
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
