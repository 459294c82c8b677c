package dev.duplex;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which pages may open an endpoint: the one allow-list that rules the WebSocket `Origin`
/// (RFC 6455 §10.2) and SockJS's requests and CORS alike. A request without an `Origin` does not come from a page and is let through;
/// what such clients may do is a matter of authentication.
public final class Origins {
    private static final Origins ANY = new Origins(true, false, Set.of());
    private static final Origins SAME = new Origins(false, true, Set.of());

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
        try {
            URI uri = URI.create(origin);
            if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
                return "";
            }
            if (!uri.getRawPath().isEmpty()
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                return "";
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int own = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
            int port = uri.getPort() == own ? -1 : uri.getPort();
            return scheme
                    + "://"
                    + uri.getHost().toLowerCase(Locale.ROOT)
                    + (port < 0 ? "" : ":" + port);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
