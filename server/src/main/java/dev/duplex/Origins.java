package dev.duplex;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which pages may open an endpoint: the one allow-list that rules the WebSocket `Origin`
/// (RFC 6455 §10.2) and SockJS's requests and CORS alike. A request without an `Origin` does not come from a page and is let through;
/// what such clients may do is a matter of authentication.
public final class Origins {
    private static final Origins ANY = new Origins(true, false, Set.of());
    private static final Origins SAME = new Origins(false, true, Set.of());

    /// As browsers write them, and a `Host` behind a scheme. A name may have what the DNS does not: machines in networks of containers are called `chat_server`, and
    /// browsers ask them by that.
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "(?<scheme>[a-z][a-z0-9+.-]*)://(?<host>[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(?<port>[0-9]{0,5}))?",
                    Pattern.CASE_INSENSITIVE);

    private final boolean any;
    private final boolean same;
    private final Set<String> listed;

    private Origins(boolean any, boolean same, Set<String> listed) {
        this.any = any;
        this.same = same;
        this.listed = listed;
    }

    /// Pages from the server's own scheme, host and port only: the default.
    public static Origins same() {
        return SAME;
    }

    /// Pages from anywhere. For endpoints that ask for no credentials.
    public static Origins any() {
        return ANY;
    }

    /// Pages from the server's own origin and from these, each as a browser writes it:
    /// `https://example.org`, with the port if it is not the scheme's own.
    ///
    /// @throws IllegalArgumentException if one is not an origin
    public static Origins of(String... origins) {
        Set<String> listed = new java.util.HashSet<>();
        for (String origin : origins) {
            String normal = normal(origin);
            if (normal.isEmpty()) {
                throw new IllegalArgumentException(
                        "not an origin (scheme://host[:port], no path): " + origin);
            }
            listed.add(normal);
        }
        return new Origins(false, true, Set.copyOf(listed));
    }

    /// Whether pages from anywhere may connect.
    public boolean allowsAny() {
        return any;
    }

    /// The origins that were listed, each as a browser writes it.
    public Set<String> listed() {
        return listed;
    }

    /// Whether a page of `origin` may connect.
    ///
    /// @param origin the request's `Origin`, empty if it had none
    /// @param host the request's `Host`
    /// @param secure whether the request came over TLS
    public boolean allows(Optional<String> origin, String host, boolean secure) {
        if (any || origin.isEmpty()) {
            return true;
        }
        String normal = normal(origin.get());
        if (normal.isEmpty()) {
            return false;
        }
        return listed.contains(normal)
                || (same && normal.equals(normal((secure ? "https://" : "http://") + host)));
    }

    /// Lower-cased, without the scheme's own port; empty if this is no origin ("null" is none).
    private static String normal(String origin) {
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            return "";
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        String own = scheme.equals("https") ? "443" : scheme.equals("http") ? "80" : "";
        String port = parts.group("port");
        return scheme
                + "://"
                + parts.group("host").toLowerCase(Locale.ROOT)
                + (port == null || port.isEmpty() || port.equals(own) ? "" : ":" + port);
    }
}
