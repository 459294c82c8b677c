package dev.duplex.app;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A method of the HTTP API that has the server make a backup of its store: `{"name":"monday"}` begins one in the directory that the
/// configuration names, and tells how it goes each time that it is called with the same name. Whoever calls chooses a name there, and no
/// path.
final class StoreBackups implements RpcHandler {
    /// How it is called.
    static final String METHOD = "duplex.store.backup";

    private static final System.Logger LOG = System.getLogger(StoreBackups.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// One that was asked for.
    private record Backup(String name, Path directory, CompletableFuture<Void> done) {}

    private final Function<Path, CompletionStage<Void>> maker;
    private final Optional<Path> directory;
    private final int most;
    private final AtomicReference<Optional<Backup>> latest =
            new AtomicReference<>(Optional.empty());

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
        return CompletableFuture.completedStage(answer(call.payload()));
    }

    private Result<Payload> answer(Payload params) {
        String name =
                JsonScalars.of(params.bytes())
                        .map(it -> it.getOrDefault("/name", ""))
                        .filter(it -> NAME.matcher(it).matches())
                        .orElse("");
        if (directory.isEmpty()) {
            return Result.refused(
                    Problem.NOT_AVAILABLE,
                    "this server makes no backups: set disk.backup-directory");
        }
        if (name.isEmpty()) {
            return Result.refused(
                    Problem.BAD_REQUEST,
                    "a backup's name has up to 64 letters, digits and ._-, and begins with one of the first two");
        }
        Optional<Backup> before = latest.get();
        if (before.isPresent() && before.get().name().equals(name)) {
            return told(before.get());
        }
        if (before.isPresent() && !before.get().done().isDone()) {
            return Result.refused(
                    Problem.TOO_BUSY, "backup " + before.get().name() + " is being made");
        }
        return begin(before, name, directory.get());
    }

    private Result<Payload> begin(Optional<Backup> before, String name, Path in) {
        Path to = in.resolve(name);
        try {
            Files.createDirectories(in);
            if (Files.exists(to)) {
                return Result.refused(Problem.BAD_REQUEST, "there is a backup " + name);
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
        Backup begun = new Backup(name, to, new CompletableFuture<>());
        if (!latest.compareAndSet(before, Optional.of(begun))) {
            return Result.refused(Problem.TOO_BUSY, "another backup is being made");
        }
        maker.apply(to)
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        LOG.log(System.Logger.Level.INFO, "Made a backup in {0}", to);
                        begun.done().complete(null);
                    } else {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "Could not make a backup in {0}: {1}",
                                to,
                                sentence(failure));
                        begun.done().completeExceptionally(failure);
                    }
                });
        return told(begun);
    }

    private static int count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return (int) entries.count();
        }
    }

    private static Result<Payload> told(Backup backup) {
        JsonObject state =
                new JsonObject()
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
