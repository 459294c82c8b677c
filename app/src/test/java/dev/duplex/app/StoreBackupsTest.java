package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server answers who asks for a backup: of what it has begun, and not of what it was asked for before.
class StoreBackupsTest {
    @TempDir Path folder;

    /// Those that are being made, the latest last.
    private final Deque<CompletableFuture<Void>> made = new ArrayDeque<>();

    private StoreBackups backups(int most) {
        return new StoreBackups(
                _ -> {
                    made.addLast(new CompletableFuture<>());
                    return made.getLast();
                },
                Optional.of(folder),
                most);
    }

    private static String ask(StoreBackups backups, String params) {
        Payload payload = Payload.of(Payload.Kind.JSON, params.getBytes(StandardCharsets.UTF_8));
        Result<Payload> answer =
                backups.call(new RpcHandler.Call(StoreBackups.METHOD, payload, Member.of("", "")))
                        .toCompletableFuture()
                        .join();
        return switch (answer) {
            case Result.Done<Payload>(Payload done) ->
                    new String(done.bytes(), StandardCharsets.UTF_8);
            case Result.Refused<Payload> refused -> refused.toString();
        };
    }

    private static String begin(StoreBackups backups, String name) {
        return ask(backups, "{\"name\":\"" + name + "\"}");
    }

    private static String poll(StoreBackups backups, String begun) {
        Map<String, String> answer =
                JsonScalars.of(begun.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        return ask(backups, "{\"id\":\"" + answer.get("/id") + "\"}");
    }

    private void mark(String name) throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve(name)).resolve("BACKUP"), "duplex-disk 1\n");
    }

    @Test
    void aNameBeginsAndAnIdTells() throws IOException {
        StoreBackups backups = backups(16);
        String first = begin(backups, "nightly");
        assertThat(first).contains("\"state\":\"running\"", "\"name\":\"nightly\"");
        assertThat(begin(backups, "nightly")).contains("TOO_BUSY", "nightly is being made");
        mark("nightly");
        made.getLast().complete(null);
        assertThat(poll(backups, first)).contains("\"state\":\"done\"");
        assertThat(begin(backups, "nightly")).contains("there is a backup nightly");
        // Somebody takes it elsewhere: the next one is another.
        Files.move(folder.resolve("nightly"), folder.resolve("elsewhere"));
        String second = begin(backups, "nightly");
        assertThat(second).contains("\"state\":\"running\"");
        assertThat(made).hasSize(2);
        assertThat(poll(backups, second)).contains("\"state\":\"running\"");
        assertThat(poll(backups, first)).contains("\"state\":\"done\"");
    }

    @Test
    void whatFailedCanBeTriedAgain() {
        StoreBackups backups = backups(16);
        String first = begin(backups, "nightly");
        made.getLast().completeExceptionally(new IllegalStateException("no room"));
        assertThat(poll(backups, first)).contains("\"state\":\"failed\"", "no room");
        String second = begin(backups, "nightly");
        made.getLast().complete(null);
        assertThat(poll(backups, second)).contains("\"state\":\"done\"");
    }

    @Test
    void theLatestAreRemembered() {
        StoreBackups backups = backups(16);
        String first = begin(backups, "first");
        made.getLast().complete(null);
        for (int i = 1; i <= StoreBackups.REMEMBERED; i++) {
            assertThat(poll(backups, first)).contains("\"state\":\"done\"");
            begin(backups, "another" + i);
            made.getLast().complete(null);
        }
        assertThat(poll(backups, first)).contains("BAD_REQUEST", "knows of no backup");
    }

    @Test
    void whatAnInterruptedOneLeftIsNone() throws IOException {
        Files.createDirectories(folder.resolve("half").resolve("data"));
        StoreBackups backups = backups(1);
        assertThat(begin(backups, "half")).contains("an unfinished one: remove it");
        assertThat(begin(backups, "whole")).contains("\"state\":\"running\"");
        mark("whole");
        made.getLast().complete(null);
        assertThat(begin(backups, "more")).contains("LIMIT_EXCEEDED");
    }

    @Test
    void withoutADirectoryNothingIsReadOfWhatIsAsked() {
        StoreBackups none = new StoreBackups(_ -> new CompletableFuture<>(), Optional.empty(), 1);
        assertThat(ask(none, "no JSON")).contains("NOT_AVAILABLE");
    }
}
