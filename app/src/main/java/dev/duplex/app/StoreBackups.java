package dev.duplex.app;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.engine.disk.DiskStore;
import dev.duplex.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A method of the HTTP API that has the server make a backup of its store: `{"name":"monday"}` begins one in the directory that the
/// configuration names, and has an `id`; `{"id":"…"}` tells how that one goes. Whoever calls chooses a name there, and no path.
final class StoreBackups implements RpcHandler {
    /// How it is called.
    static final String METHOD = "duplex.store.backup";

    /// What callers are told of it.
    static final String ABOUT =
            "with a name in params it begins a backup of the store, and answers with its id; with an id it tells how that one goes.";

    /// How many are remembered, for who asks how they went.
    static final int REMEMBERED = 16;

    private static final System.Logger LOG = System.getLogger(StoreBackups.class.getName());
    private static final int MAX_LENGTH = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// One that was begun.
    private record Backup(String id, String name, Path directory, CompletableFuture<Void> done) {}

    private final Function<Path, CompletionStage<Void>> maker;
    private final Optional<Path> directory;
    private final int most;

    /// The latest last; guarded by this.
    private final Deque<Backup> begun = new ArrayDeque<>();

    /// @param maker makes one in a directory
    /// @param directory in which they are; empty: none are made
    /// @param most how many there may be in it
    StoreBackups(Function<Path, CompletionStage<Void>> maker, Optional<Path> directory, int most) {
        this.maker = maker;
        this.directory = directory.map(it -> it.toAbsolutePath().normalize());
        this.most = most;
    }

    @Override
    public CompletionStage<Result<Payload>> call(Call call) {
        return CompletableFuture.completedStage(
                directory
                        .map(it -> answer(call.payload(), it))
                        .orElseGet(() ->
                                Result.refused(
                                        Problem.NOT_AVAILABLE,
                                        "this server makes no backups: set disk.backup-directory")));
    }

    private Result<Payload> answer(Payload params, Path in) {
        Map<String, String> strings =
                JsonStrings.of(params.bytes(), Set.of("name", "id"), MAX_LENGTH).orElse(Map.of());
        String id = strings.get("id");
        if (id != null) {
            return tell(id);
        }
        String name = strings.getOrDefault("name", "");
        return NAME.matcher(name).matches()
                ? begin(name, in)
                : Result.refused(
                        Problem.BAD_REQUEST,
                        "a backup's name has up to 64 letters, digits and ._-, and begins with one of the first two");
    }

    private synchronized Result<Payload> tell(String id) {
        return begun.stream()
                .filter(it -> it.id().equals(id))
                .findAny()
                .map(StoreBackups::told)
                .orElseGet(() ->
                        Result.refused(
                                Problem.BAD_REQUEST,
                                "this server knows of no backup with this id: it was started again since, or has begun many"));
    }

    /// Begins one that is not there, whatever was asked for before.
    private synchronized Result<Payload> begin(String name, Path in) {
        Backup before = begun.peekLast();
        if (before != null && !before.done().isDone()) {
            return Result.refused(Problem.TOO_BUSY, "backup " + before.name() + " is being made");
        }
        Path to = in.resolve(name);
        try {
            if (Files.exists(to)) {
                return Result.refused(
                        Problem.BAD_REQUEST,
                        DiskStore.isBackup(to)
                                ? "there is a backup " + name
                                : "there is something by the name of "
                                        + name
                                        + " that is no backup, or an unfinished one: remove it");
            }
            if (count(in) >= most) {
                return Result.refused(
                        Problem.LIMIT_EXCEEDED,
                        "there are as many backups as there may be (disk.backups): remove some");
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "No backup can be made in {0}: {1}", in, e);
            return Result.refused(
                    Problem.UNAVAILABLE,
                    "the directory for backups cannot be used; the log says why");
        }
        Backup backup =
                new Backup(UUID.randomUUID().toString(), name, to, new CompletableFuture<>());
        begun.addLast(backup);
        if (begun.size() > REMEMBERED) {
            begun.removeFirst();
        }
        make(backup);
        return told(backup);
    }

    private void make(Backup backup) {
        Path to = backup.directory();
        maker.apply(to)
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        LOG.log(System.Logger.Level.INFO, "Made a backup in {0}", to);
                        backup.done().complete(null);
                    } else {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "Could not make a backup in {0}: {1}",
                                to,
                                sentence(failure));
                        backup.done().completeExceptionally(failure);
                    }
                });
    }

    private static long count(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(DiskStore::isBackup).count();
        }
    }

    private static Result<Payload> told(Backup backup) {
        JsonObject state =
                new JsonObject()
                        .put("id", backup.id())
                        .put("name", backup.name())
                        .put("directory", backup.directory().toString());
        switch (backup.done().state()) {
            case RUNNING -> state.put("state", "running");
            case SUCCESS -> state.put("state", "done");
            case FAILED, CANCELLED ->
                    state.put("state", "failed")
                            .put("error", sentence(backup.done().exceptionNow()));
        }
        return Result.done(
                Payload.of(Payload.Kind.JSON, state.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(
                failure instanceof CompletionException && cause != null
                        ? cause.getMessage()
                        : failure.getMessage());
    }
}
