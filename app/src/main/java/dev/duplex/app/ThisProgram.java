package dev.duplex.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this program was started, to start it again.
final class ThisProgram {
    private ThisProgram() {}

    /// The same Java with the same options and libraries, without a command.
    static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                // What two processes at once would write to, or listen at.
                .filter(it -> !it.startsWith("-XX:AOTCacheOutput") && !it.startsWith("-agentlib:"))
                .filter(it -> !it.startsWith("-javaagent:"))
                .forEach(command::add);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Duplex.class.getName()));
        return command;
    }
}
