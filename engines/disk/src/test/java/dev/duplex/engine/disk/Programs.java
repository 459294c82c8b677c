package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs of these tests, each in a process of its own.
final class Programs {
    private Programs() {}

    /// Starts one; what it says of errors is said by the tests.
    ///
    /// @param before what its command begins with
    static Process start(List<String> before, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
