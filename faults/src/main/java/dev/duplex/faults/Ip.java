package dev.duplex.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The program `ip`, which arranges the networks of this machine (Debian: iproute2).
record Ip(String program) {
    /// That of the system.
    ///
    /// @throws IOException if there is none
    static Ip ofSystem() throws IOException {
        return Stream.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip")
                .filter(it -> Files.isExecutable(Path.of(it)))
                .findFirst()
                .map(Ip::new)
                .orElseThrow(() -> new IOException("there is no ip"));
    }

    /// A command of it.
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        return command;
    }

    /// Runs one, and waits for its end, uninterrupted.
    ///
    /// @return what it printed
    /// @throws IOException if it fails, with what it said
    String run(List<String> arguments) throws IOException {
        List<String> command = command(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // It has said all: it ends.
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException("%s: %s".formatted(String.join(" ", command), said.strip()));
        }
        return said;
    }
}
