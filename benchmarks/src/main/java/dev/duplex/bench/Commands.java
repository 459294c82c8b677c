package dev.duplex.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Short-lived programs.
public final class Commands {
    private Commands() {}

    /// Runs a program and gives what it printed, without blanks at the ends.
    ///
    /// @throws BenchException if it is not there or fails
    public static String run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (process.waitFor() != 0) {
                throw new BenchException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new BenchException(String.join(" ", command) + ": " + e.getMessage());
        }
    }
}
