package dev.duplex.faults;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A network of its own on this machine (`ip netns`; takes Linux, root and Debian's iproute2), with cables between the two. What is sent into one that is cut goes to a station
/// that is not there: it vanishes, as where a switch or a cloud's network does not carry it.
///
/// Who runs in it knows the ends of the cables and no way beyond: nobody else is answered. It is called `duplex-PROCESS-NUMBER`, and goes with this JVM, however that ends; what was left
/// behind all the same is removed when the next is made. For one thread.
public final class Namespace implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Namespace.class.getName());

    private static final Pattern NAME = Pattern.compile("duplex-(\\d+)-\\d+");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /// Nobody's station: of those that are given out locally.
    private static final String NOBODY = "02:00:00:00:00:01";

    /// Networks of two addresses each, in what is set aside for tests of networks (RFC 2544).
    private static final int NETWORKS = 1 << 15;

    private final Ip ip;
    private final String name;

    /// What the names of its devices begin with.
    private final String devices;

    private final List<Cable> cables = new ArrayList<>();
    private final Guard guard;

    private Namespace(Ip ip, long process, int number) throws IOException {
        this.ip = ip;
        name = "duplex-%d-%d".formatted(process, number);
        devices = "dx%d-%d-".formatted(process, number);
        ip.run(List.of("netns", "add", name));
        guard = Guard.waiting(ip.command(delete(name)));
    }

    /// Makes one.
    ///
    /// @param cables how many ways there are to it
    /// @throws UnavailableException if that cannot be on this machine
    public static Namespace make(int cables) throws UnavailableException {
        try {
            return make(Ip.ofSystem(), cables);
        } catch (IOException e) {
            throw new UnavailableException(e);
        }
    }

    static Namespace make(Ip ip, int cables) throws UnavailableException {
        Namespace made = null;
        boolean whole = false;
        try {
            made = new Namespace(ip, ProcessHandle.current().pid(), NUMBERS.incrementAndGet());
            removeLeftovers(ip);
            made.inside("link", "set", "lo", "up");
            for (int i = 0; i < cables; i++) {
                made.lay(i);
            }
            whole = true;
            return made;
        } catch (IOException e) {
            throw new UnavailableException(e);
        } finally {
            if (made != null && !whole) {
                made.close();
            }
        }
    }

    /// There can be none.
    public static final class UnavailableException extends InjectionException {
        private static final long serialVersionUID = 1;

        UnavailableException(IOException why) {
            super(
                    "There can be no network namespace here, which takes Linux, root and ip (Debian: apt-get install iproute2): "
                            + why.getMessage(),
                    why);
        }
    }

    /// Those of processes that are no more: whoever killed one may have killed what waited for its end.
    private static void removeLeftovers(Ip ip) throws IOException {
        for (String line : ip.run(List.of("netns", "list")).lines().toList()) {
            Matcher found = NAME.matcher(line.split(" ", 2)[0]);
            if (found.matches() && ProcessHandle.of(Long.parseLong(found.group(1))).isEmpty()) {
                try {
                    ip.run(delete(found.group()));
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "What an earlier run has left behind stays", e);
                }
            }
        }
    }

    private static List<String> delete(String name) {
        return List.of("netns", "delete", name);
    }

    /// What it is called.
    String name() {
        return name;
    }

    /// The ways to it.
    public List<Cable> cables() {
        return List.copyOf(cables);
    }

    /// How a command is run in it. The process is the command's own.
    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("netns", "exec", name));
        all.addAll(command);
        return ip.command(all);
    }

    private void lay(int number) throws IOException {
        Cable cable = cable(number);
        outside(
                "link",
                "add",
                cable.device,
                "type",
                "veth",
                "peer",
                "name",
                cable.end,
                "netns",
                name);
        outside("address", "add", cable.here + "/30", "dev", cable.device);
        outside("link", "set", cable.device, "up");
        inside("address", "add", cable.address + "/30", "dev", cable.end);
        inside("link", "set", cable.end, "up");
        cables.add(cable);
    }

    /// With addresses that nobody has here.
    private Cable cable(int number) throws IOException {
        while (true) {
            int network = ThreadLocalRandom.current().nextInt(NETWORKS);
            String prefix =
                    "198.%d.%d.".formatted(18 + network / (1 << 14), network % (1 << 14) / 64);
            int base = network % 64 * 4;
            Cable cable = new Cable(number, prefix + (base + 1), prefix + (base + 2));
            if (NetworkInterface.getByInetAddress(InetAddress.getByName(cable.here)) == null) {
                return cable;
            }
        }
    }

    /// One way to it.
    public final class Cable {
        private final String device;

        /// The device within.
        private final String end;

        private final String here;
        private final String address;

        private Cable(int number, String here, String address) {
            device = devices + number;
            end = "cable" + number;
            this.here = here;
            this.address = address;
        }

        /// The namespace's address at it.
        public String address() {
            return address;
        }

        /// What goes either way vanishes.
        ///
        /// @throws InjectionException if it cannot be cut
        public void cut() throws InjectionException {
            lead("cut", "replace", "lladdr", NOBODY, "nud", "permanent");
        }

        /// What goes either way arrives, also what is sent again.
        ///
        /// @throws InjectionException if it cannot be
        public void heal() throws InjectionException {
            lead("healed", "delete");
        }

        /// Tells both ends where the other is.
        private void lead(String what, String verb, String... where) throws InjectionException {
            try {
                outside(neighbour(verb, address, device, where));
                inside(neighbour(verb, here, end, where));
            } catch (IOException e) {
                throw new InjectionException(
                        "A cable cannot be %s: %s".formatted(what, e.getMessage()), e);
            }
        }

        private static String[] neighbour(String verb, String to, String device, String... where) {
            List<String> command = new ArrayList<>(List.of("neighbour", verb, to));
            command.addAll(List.of(where));
            command.addAll(List.of("dev", device));
            return command.toArray(String[]::new);
        }
    }

    private void inside(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-n", name));
        all.addAll(List.of(arguments));
        ip.run(all);
    }

    private void outside(String... arguments) throws IOException {
        ip.run(List.of(arguments));
    }

    /// Removes it, with the cables. Nothing may run in it.
    @Override
    public void close() {
        try {
            ip.run(delete(name));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A network namespace stays until this program ends", e);
            return;
        }
        guard.dismiss();
    }
}
