package dev.duplex;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// By which names a server may be asked, as the request's `Host` says (RFC 9110 §7.2): another gets 421, whatever it asks for.
///
/// It is for servers that trust in being reached from where they are only, as one that listens on loopback does. A foreign page whose name was made to point to
/// this machine (DNS rebinding) is of the server's own origin for the browser; but the browser asks by the page's name. Immutable.
public final class Hosts {
    private static final Hosts ANY = new Hosts(true, Set.of());
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

    private final boolean any;
    private final Set<String> listed;

    private Hosts(boolean any, Set<String> listed) {
        this.any = any;
        this.listed = listed;
    }

    /// Any name, or none: the default.
    public static Hosts any() {
        return ANY;
    }

    /// `localhost`, `127.…` and `[::1]`, with any port, and besides:
    ///
    /// @param names each a name or an address, as a browser has it in `Host`, without a port
    /// @throws IllegalArgumentException if one is neither
    public static Hosts loopbackAnd(String... names) {
        Set<String> listed = new HashSet<>();
        for (String name : names) {
            String normal = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(normal).matches()) {
                throw new IllegalArgumentException(
                        "not the name or the address of a host (without a port): " + name);
            }
            listed.add(normal);
        }
        return new Hosts(false, Set.copyOf(listed));
    }

    /// Whether any name is let through.
    public boolean allowsAny() {
        return any;
    }

    /// Whether a request is let through.
    ///
    /// @param host the request's `Host`, empty if it had none: then it is not a browser's, but neither is it known by which name it came
    public boolean allows(Optional<String> host) {
        if (any) {
            return true;
        }
        String name =
                PORT.matcher(host.orElse("").strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return LOOPBACK.matcher(name).matches() || listed.contains(name);
    }
}
