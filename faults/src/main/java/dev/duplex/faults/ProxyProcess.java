package dev.duplex.faults;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A proxy program of the system before servers, run by the current user on loopback, which can be killed and started anew. For one thread.
public final class ProxyProcess implements AutoCloseable {
    /// Where the `PATH` of others than root does not lead.
    private static final List<String> BESIDE_THE_PATH =
            List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");

    /// The programs. Debian's packages have these names.
    public enum Program {
        NGINX("nginx", "nginx.conf"),
        HAPROXY("haproxy", "haproxy.cfg");

        private final String name;

        private final String configuration;

        Program(String name, String configuration) {
            this.name = name;
            this.configuration = configuration;
        }

        /// The one that users call so.
        public static Optional<Program> named(String name) {
            return Arrays.stream(values()).filter(it -> it.name.equals(name)).findAny();
        }

        /// The name of its configuration's file.
        public String configuration() {
            return configuration;
        }

        /// The command that runs it in the foreground.
        private List<String> command(Path file) throws InjectionException {
            String program = executable().toString();
            return switch (this) {
                case NGINX -> List.of(program, "-c", file.toString());
                case HAPROXY -> List.of(program, "-db", "-f", file.toString());
            };
        }

        /// Says so if it is not there.
        ///
        /// @throws InjectionException with what to do about it
        public void requireInstalled() throws InjectionException {
            var _ = executable();
        }

        private Path executable() throws InjectionException {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return Stream.concat(
                            Arrays.stream(path.split(File.pathSeparator))
                                    .filter(it -> !it.isEmpty()),
                            BESIDE_THE_PATH.stream())
                    .map(directory -> Path.of(directory, name))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(this::missing);
        }

        InjectionException missing() {
            return new InjectionException(
                    "%s, which is to stand before the servers, is not installed (Debian: apt-get install %s)."
                            .formatted(name, name));
        }

        /// The name that users type.
        @Override
        public String toString() {
            return name;
        }
    }

    private final Program program;
    private final ServerProcess process;

    private ProxyProcess(Program program, ServerProcess process) {
        this.program = program;
        this.process = process;
    }

    /// Starts one, and waits until it listens.
    ///
    /// @param folder gets its configuration and what it says; whoever made it removes it
    /// @param ports on loopback, of the configuration
    /// @throws InjectionException if it does not listen there, or is not installed
    /// @throws IOException if there can be no files
    public static ProxyProcess start(
            Program program, Path folder, String configuration, int... ports)
            throws InjectionException, IOException, InterruptedException {
        Path file = folder.toAbsolutePath().resolve(program.configuration());
        List<String> command = program.command(file);
        Files.writeString(file, configuration);
        Readiness listens =
                new Readiness.Listening(
                        Arrays.stream(ports)
                                .mapToObj(it ->
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), it))
                                .toList());
        return new ProxyProcess(
                program,
                ServerProcess.of(command).start(folder.resolve(program + ".log"), listens));
    }

    /// Which it is.
    public Program program() {
        return program;
    }

    /// The id of the process that runs, or has run last.
    public long pid() {
        return process.pid();
    }

    /// SIGKILL, with all that it has started. Waits for its end.
    public void kill() throws InterruptedException {
        process.kill();
    }

    /// Starts it again after it was killed, and waits until it listens.
    ///
    /// @throws InjectionException if it does not
    public void start() throws InjectionException, InterruptedException {
        process.start();
    }

    /// Says so if it is not there.
    ///
    /// @throws InjectionException with the end of its log
    void requireRunning() throws InjectionException {
        process.requireRunning();
    }

    /// Kills it, if it is there.
    @Override
    public void close() {
        process.close();
    }
}
