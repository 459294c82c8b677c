package dev.duplex.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a [Peer] is started: what comes before the port and the options that all peers take.
sealed interface Program {
    /// The same for every peer on a JVM: one core's collector, a heap that never has to grow, no
    /// buffer tracking.
    List<String> JVM =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms1g",
                    "-Xmx1g",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.leakDetection.level=disabled");

    /// For memory: a heap that gives back what it does not use, so that resident memory says
    /// something.
    List<String> JVM_IDLE =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms16m",
                    "-Xmx2g",
                    "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10",
                    // At once, not at the fourth collection.
                    "-XX:-ShrinkHeapInSteps",
                    // As the program is started.
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.leakDetection.level=disabled");

    /// @param bench the directory `benchmarks/` of the project
    /// @param idle whether memory is what is asked for
    /// @param jvmArguments further ones, for the peers that are on one
    List<String> start(Path bench, boolean idle, List<String> jvmArguments);

    /// The port that it is told to listen on; 0: the system chooses.
    default int port() {
        return 0;
    }

    /// One that nobody listens on.
    static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where `npm ci` puts Bun.
    static Path bun(Path bench) {
        return bench.resolve("peers/bun/node_modules/@oven/bun-linux-x64/bin/bun");
    }

    /// A class of `dev.duplex.bench.peer`, with the class path of this process.
    record Java(String main, List<String> properties) implements Program {
        Java(String main) {
            this(main, List.of());
        }

        @Override
        public List<String> start(Path bench, boolean idle, List<String> jvmArguments) {
            List<String> arguments = new ArrayList<>(idle ? JVM_IDLE : JVM);
            arguments.addAll(properties);
            arguments.addAll(jvmArguments);
            return command(arguments);
        }

        /// @param jvmArguments all of them
        List<String> command(List<String> jvmArguments) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmArguments);
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            command.add("dev.duplex.bench.peer." + main);
            return command;
        }
    }

    /// A script of `peers/bun`.
    record Bun(String script) implements Program {
        @Override
        public List<String> start(Path bench, boolean idle, List<String> jvmArguments) {
            return List.of(
                    bun(bench).toString(), bench.resolve("peers/bun").resolve(script).toString());
        }
    }

    /// A script of `peers/node`.
    record Node(String script) implements Program {
        @Override
        public List<String> start(Path bench, boolean idle, List<String> jvmArguments) {
            return List.of(
                    "node", "--expose-gc", bench.resolve("peers/node").resolve(script).toString());
        }
    }

    /// A program of Debian's, by `peers/NAME/run.sh`. It cannot say what port the system has chosen.
    record Debian(String name) implements Program {
        @Override
        public List<String> start(Path bench, boolean idle, List<String> jvmArguments) {
            return List.of(bench.resolve("peers").resolve(name).resolve("run.sh").toString());
        }

        @Override
        public int port() {
            return freePort();
        }
    }
}
