package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ServerProcessTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private InetSocketAddress address;

    @BeforeEach
    void findPort() throws IOException {
        address = TinyServer.freeAddress();
    }

    @Test
    void isReadyWhenItHasStartedAndGoneWhenItIsClosed() throws Exception {
        ProcessHandle process;
        try (ServerProcess server = start()) {
            assertThat(TinyServer.ask(address)).isEqualTo("200");
            assertThat(Files.readString(log())).contains("mode ''");
            process = ProcessHandle.of(server.pid()).orElseThrow();
        }
        assertThat(process.isAlive()).isFalse();
        assertThat(TinyServer.ask(address)).isEqualTo("ConnectException");
    }

    @Test
    void getsItsVariables() throws Exception {
        try (ServerProcess server =
                ServerProcess.of(TinyServer.command(address, mode()))
                        .environment("TINY", "small")
                        .start(log(), TinyServer.ready(address))) {
            assertThat(server.isAlive()).isTrue();
            assertThat(Files.readString(log())).contains("variable small");
        }
    }

    @Test
    void aPausedOneDoesNotAnswerUntilItGoesOn() throws Exception {
        try (ServerProcess server = start()) {
            server.pause();
            assertThat(server.isPaused()).isTrue();
            Await.until(
                    "its silence",
                    () -> TinyServer.ask(address, SOON).equals("HttpTimeoutException"));
            server.resume();
            assertThat(server.isPaused()).isFalse();
            assertThat(TinyServer.ask(address)).isEqualTo("200");
        }
    }

    @Test
    void aKilledOneCanBeStartedAgain() throws Exception {
        try (ServerProcess server = start()) {
            long first = server.pid();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(TinyServer.ask(address)).isEqualTo("ConnectException");
            assertThatThrownBy(server::pause)
                    .isInstanceOf(InjectionException.class)
                    .hasMessageContaining("(process %d) has ended with code 137".formatted(first));
            server.start();
            assertThat(server.pid()).isNotEqualTo(first);
            assertThat(TinyServer.ask(address)).isEqualTo("200");
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPausedOneCanBeKilled() throws Exception {
        try (ServerProcess server = start()) {
            server.pause();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(server.isPaused()).isFalse();
        }
    }

    @Test
    void aPausedOneEndsWhenItIsAskedTo() throws Exception {
        try (ServerProcess server = start()) {
            server.pause();
            assertThat(server.terminate(DEADLINE)).isTrue();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void oneThatDoesNotEndInTimeIsKilled() throws Exception {
        Files.writeString(mode(), "stubborn");
        try (ServerProcess server = start()) {
            long first = server.pid();
            assertThat(server.restart(SOON)).isFalse();
            assertThat(server.pid()).isNotEqualTo(first);
            assertThat(TinyServer.ask(address)).isEqualTo("200");
        }
    }

    @Test
    void oneThatEndsBeforeItIsReadyIsToldWithItsLog() throws Exception {
        Files.writeString(mode(), "fails");
        assertThatThrownBy(this::start)
                .isInstanceOf(InjectionException.class)
                .hasMessageContaining("has ended with code 3")
                .hasMessageContaining("no room on the disk");
    }

    @Test
    void oneThatDoesNotGetReadyIsToldAndNotLeft() throws Exception {
        Files.writeString(mode(), "unready");
        assertThatThrownBy(() ->
                        ServerProcess.of(TinyServer.command(address, mode()))
                                .patience(Duration.ofSeconds(10))
                                .start(log(), TinyServer.ready(address)))
                .isInstanceOf(InjectionException.class)
                .hasMessageContaining("did not answer 200 at " + TinyServer.ready(address))
                .hasMessageContaining("within 10 s")
                .hasMessageContaining("mode 'unready'");
        Await.until("its end", () -> TinyServer.ask(address).equals("ConnectException"));
    }

    @Test
    void whatIsNoProgramIsTold() {
        Path nothing = directory.resolve("no-such-program");
        assertThatThrownBy(() ->
                        ServerProcess.of(List.of(nothing.toString()))
                                .start(log(), TinyServer.ready(address)))
                .isInstanceOf(InjectionException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void anotherAtItsAddressIsNotTakenForIt() throws Exception {
        HttpServer other = HttpServer.create(address, 1);
        other.start();
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(InjectionException.class)
                    .hasMessageContaining("another one answers at");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void whatItStartsItselfIsTreatedWithIt() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$0\" \"$@\"; echo done"));
        command.addAll(TinyServer.command(address, mode()));
        try (ServerProcess server =
                ServerProcess.of(command).start(log(), TinyServer.ready(address))) {
            server.pause();
            Await.until(
                    "its silence",
                    () -> TinyServer.ask(address, SOON).equals("HttpTimeoutException"));
            server.resume();
            assertThat(TinyServer.ask(address)).isEqualTo("200");
            assertThat(server.restart(DEADLINE)).isTrue();
            assertThat(TinyServer.ask(address)).isEqualTo("200");
            server.kill();
            Await.until("its end", () -> TinyServer.ask(address).equals("ConnectException"));
        }
    }

    /// By SIGTERM its hook ends the server; SIGKILL leaves nobody to do that but the guard.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPausedOneEndsWithTheProgramThatHasIt(boolean killed) throws Exception {
        Process keeper =
                new ProcessBuilder(
                                TinyServer.java(
                                        "Keeper",
                                        Integer.toString(address.getPort()),
                                        directory.toString()))
                        .redirectError(Redirect.INHERIT)
                        .start();
        try (BufferedReader out = keeper.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("paused");
            Await.until(
                    "its silence",
                    () -> TinyServer.ask(address, SOON).equals("HttpTimeoutException"));
        } finally {
            if (killed) {
                keeper.destroyForcibly();
            } else {
                keeper.destroy();
            }
        }
        keeper.waitFor();
        Await.until("its end", () -> TinyServer.ask(address, SOON).equals("ConnectException"));
    }

    private ServerProcess start() throws Exception {
        return ServerProcess.of(TinyServer.command(address, mode()))
                .start(log(), TinyServer.ready(address));
    }

    private Path log() {
        return directory.resolve("log");
    }

    private Path mode() {
        return directory.resolve("mode");
    }
}
