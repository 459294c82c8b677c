package dev.duplex.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// A network of its own on this machine (`ip netns`; takes Linux, root and Debian's iproute2), with cables between the two. What is sent into one that is cut goes to a station
/// that is not there: it vanishes, as where a switch or a cloud's network does not carry it.
final class Namespace implements AutoCloseable {
    /// Nobody's station: of those that are given out locally.
    private static final String NOBODY = "02:00:00:00:00:01";

    /// Networks of two addresses each, in what is set aside for tests of networks (RFC 2544).
    private static final int NETWORKS = 1 << 14;

    private final String name;
    private int cables;

    private Namespace(String name) {
        this.name = name;
    }

    /// Makes one.
    ///
    /// @throws UnavailableException if that cannot be on this machine
    static Namespace make() throws UnavailableException {
        String name = "dx" + ProcessHandle.current().pid();
        try {
            ip("netns", "add", name);
            Namespace made = new Namespace(name);
            made.inside("link", "set", "lo", "up");
            return made;
        } catch (IOException e) {
            throw new UnavailableException(e);
        }
    }

    /// There can be none.
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(IOException why) {
            super("a network namespace cannot be made: " + why.getMessage(), why);
        }
    }

    /// How a command is run in it.
    List<String> command(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of(program(), "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    /// Lays another cable to it.
    Cable cable() throws IOException {
        int network = ThreadLocalRandom.current().nextInt(NETWORKS);
        String prefix = "198.%d.%d.".formatted(18 + network / (1 << 13), network % (1 << 13) / 64);
        int base = network % 64 * 4;
        Cable cable = new Cable(name + cables, prefix + (base + 1), prefix + (base + 2));
        cables++;
        String there = cable.device + "x";
        ip("link", "add", cable.device, "type", "veth", "peer", "name", there, "netns", name);
        ip("address", "add", cable.here + "/30", "dev", cable.device);
        ip("link", "set", cable.device, "up");
        inside("address", "add", cable.there + "/30", "dev", there);
        inside("link", "set", there, "up");
        return cable;
    }

    /// One way to it.
    final class Cable {
        private final String device;
        private final String here;
        private final String there;

        private Cable(String device, String here, String there) {
            this.device = device;
            this.here = here;
            this.there = there;
        }

        /// The namespace's address at it.
        String address() {
            return there;
        }

        /// What goes either way vanishes.
        void cut() throws IOException {
            lead("replace", "lladdr", NOBODY, "nud", "permanent");
        }

        void heal() throws IOException {
            lead("delete");
        }

        private void lead(String what, String... where) throws IOException {
            ip(both(what, there, device, where));
            inside(both(what, here, device + "x", where));
        }

        private static String[] both(String what, String to, String device, String... where) {
            List<String> command = new ArrayList<>(List.of("neighbour", what, to));
            command.addAll(List.of(where));
            command.addAll(List.of("dev", device));
            return command.toArray(String[]::new);
        }
    }

    private void inside(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-n", name));
        all.addAll(List.of(arguments));
        ip(all.toArray(String[]::new));
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // It has said all: it ends.
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    private static String program() throws IOException {
        return Stream.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip")
                .filter(it -> Files.isExecutable(Path.of(it)))
                .findFirst()
                .orElseThrow(() -> new IOException("ip is missing (Debian: iproute2)"));
    }

    /// Takes it away, with the cables. Nothing may run in it.
    @Override
    public void close() throws IOException {
        ip("netns", "delete", name);
    }
}
