package dev.duplex.app.wire;

import dev.duplex.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whose a request is: the rules by which the trace, and what else is for the page only, tell that page
/// from any other.
public final class Origin {
    private Origin() {}

    /// Whether a request says that it does not come from a page of the host it was sent to.
    public static boolean isForeign(Headers headers) {
        String site = headers.first("Sec-Fetch-Site").orElse("none");
        String host = headers.first("Host").orElse("");
        boolean elsewhere =
                headers.first("Origin").map(origin -> !isOf(origin, host)).orElse(false);
        return elsewhere || !(site.equals("same-origin") || site.equals("none"));
    }

    /// Whether an `Origin` (RFC 6454 §6.2) names this `Host` (RFC 9110 §7.2), whatever its scheme.
    static boolean isOf(String origin, String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0
                && !host.isEmpty()
                && origin.substring(scheme + 3)
                        .toLowerCase(Locale.ROOT)
                        .equals(host.toLowerCase(Locale.ROOT));
    }

    /// The first cookie of this name (RFC 6265 §4.2.1).
    static Optional<String> cookie(List<String> fields, String name) {
        return fields.stream()
                .flatMap(field -> List.of(field.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }
}
