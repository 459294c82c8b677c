package dev.duplex.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// async-profiler, in a JVM that is busy.
class ProfilerTest {
    /// A program that adds up until it is killed.
    public static final class Busy {
        private Busy() {}

        public static void main(String... args) {
            System.out.println("ready");
            System.out.println(spin());
        }

        private static long spin() {
            long sum = 0;
            while (sum != 1) {
                sum += System.nanoTime() | 2;
            }
            return sum;
        }
    }

    @TempDir Path directory;

    @Test
    void itSeesWhatAJvmDoes() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Profiler.JVM_ARGUMENTS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Busy.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            Profiler profiler = new Profiler(directory);
            Stacks stacks = new Stacks();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            // What is seen first may be how the profiler itself is loaded.
            while (!FlameGraph.of("busy", stacks).contains("Busy.spin")
                    && System.nanoTime() < until) {
                profiler.begin(process.pid());
                profiler.end(process.pid(), stacks);
            }
            assertThat(FlameGraph.of("busy", stacks)).contains("Busy.spin");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
