package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.duplex.faults.Namespace.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NamespaceTest {
    @TempDir private Path folder;

    private static Namespace make(int cables) {
        try {
            return Namespace.make(cables);
        } catch (UnavailableException e) {
            return abort(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isThere(String name) throws IOException {
        return Ip.ofSystem()
                .run(List.of("netns", "list"))
                .lines()
                .anyMatch(it -> it.split(" ", 2)[0].equals(name));
    }

    private static boolean hasDevice(String of) throws IOException {
        String devices = of.replace("duplex-", "dx") + "-";
        return NetworkInterface.networkInterfaces()
                .anyMatch(it -> it.getName().startsWith(devices));
    }

    @Test
    void nothingIsLeftOfOneThatIsClosed() throws Exception {
        String name;
        try (Namespace namespace = make(2)) {
            name = namespace.name();
            assertThat(isThere(name)).isTrue();
            assertThat(hasDevice(name)).isTrue();
            assertThat(namespace.cables())
                    .extracting(Namespace.Cable::address)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
        assertThat(isThere(name)).isFalse();
        Await.until("its devices are gone", () -> !hasDevice(name));
    }

    @Test
    void itGoesWithAProgramThatIsKilled() throws Exception {
        make(0).close();
        Process keeper =
                new ProcessBuilder(TinyServer.java("NamespaceKeeper"))
                        .redirectError(Redirect.INHERIT)
                        .start();
        try (BufferedReader out = keeper.inputReader()) {
            String name = out.readLine();
            assertThat(isThere(name)).isTrue();
            keeper.destroyForcibly();
            Await.until("it is gone", () -> !isThere(name) && !hasDevice(name));
        } finally {
            keeper.destroyForcibly();
        }
    }

    @Test
    void whatNobodyRemovedIsRemovedByTheNext() throws Exception {
        make(0).close();
        Ip ip = Ip.ofSystem();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        String left = "duplex-" + ended.pid() + "-1";
        String inUse = "duplex-" + ProcessHandle.current().pid() + "-0";
        ip.run(List.of("netns", "add", left));
        ip.run(List.of("netns", "add", inUse));
        try (Namespace namespace = make(0)) {
            assertThat(isThere(namespace.name())).isTrue();
            assertThat(isThere(left)).isFalse();
            assertThat(isThere(inUse)).isTrue();
        } finally {
            ip.run(List.of("netns", "delete", inUse));
        }
    }

    /// An `ip` that writes down what it is asked for, and fails at a word.
    private Ip failingAt(String word) throws IOException {
        Path program = folder.resolve("ip");
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo "$@" >> "%s"
                case "$*" in *"%s"*) echo 'Operation not permitted' >&2; exit 255;; esac
                """
                        .formatted(asked(), word));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Ip(program.toString());
    }

    private Path asked() {
        return folder.resolve("asked");
    }

    @Test
    void saysWhatItTakesWhereThereCanBeNone() throws Exception {
        Ip ip = failingAt("netns add");
        assertThatThrownBy(() -> Namespace.make(ip, 3))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith(
                        "There can be no network namespace here, which takes Linux, root and ip (Debian: apt-get"
                                + " install iproute2): ")
                .hasMessageEndingWith("Operation not permitted")
                .message()
                .doesNotContain("\n");
        assertThat(Files.readString(asked(), StandardCharsets.UTF_8)).hasLineCount(1);
    }

    @Test
    void whatCannotBeMadeWholeIsTakenAway() throws Exception {
        Ip ip = failingAt("type veth");
        assertThatThrownBy(() -> Namespace.make(ip, 1)).isInstanceOf(UnavailableException.class);
        List<String> asked = Files.readAllLines(asked());
        String name = asked.getFirst().substring("netns add ".length());
        assertThat(asked.getLast()).isEqualTo("netns delete " + name);
    }
}
