package dev.duplex;

import dev.duplex.http.Headers;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.Request;
import dev.duplex.session.Caching;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which pages may use an endpoint over HTTP, and what a browser is told of it (CORS, Fetch §3.2).
///
/// @param origins the endpoint's one allow-list
public record Cors(Origins origins) {
    /// What a browser adds to a request of a page's by itself.
    private static final List<String> BROWSERS_OWN =
            List.of("Origin", "Sec-Fetch-Site", "Referer", "Cookie", "Authorization");

    private static final Pattern ORIGIN = Pattern.compile("[^:/?#]+://[^/?#]+");
    private static final Pattern FIELD_NAMES = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z, \t-]+");

    /// Whether the request's `Origin`, if it has one, is allowed.
    public boolean allows(Request request) {
        List<String> origin = request.headers().all("Origin");
        return origin.size() <= 1 && allows(request, origin.stream().findFirst());
    }

    /// Whether the request comes from a page that is allowed, where a page may have made it without an
    /// `Origin`: what is got with GET can be a script, an image, a frame or a window of any page, and
    /// goes with the browser's cookies. Were it let in, that page would have opened a session in the
    /// user's name, and know what it is called. Who made the request must be shown then.
    public boolean allowsEmbedded(Request request) {
        Headers headers = request.headers();
        if (origins.allowsAny() || headers.first("Origin").isPresent()) {
            return allows(request);
        }
        if (headers.first("Sec-Fetch-Site").filter("same-origin"::equals).isPresent()) {
            return true;
        }
        Optional<String> referer = headers.first("Referer").flatMap(Cors::origin);
        return referer.isPresent() && allows(request, referer);
    }

    /// Likewise for an event stream, which programs ask for too: one that shows nothing of a page, and
    /// carries nobody's credentials, has nothing that a page could use by it.
    public boolean allowsEventSource(Request request) {
        Headers headers = request.headers();
        return allowsEmbedded(request)
                || BROWSERS_OWN.stream().allMatch(name -> headers.first(name).isEmpty());
    }

    private boolean allows(Request request, Optional<String> origin) {
        return origins.allows(origin, request.headers().first("Host").orElse(""), request.secure());
    }

    /// What of a page's address may be its origin. What is behind that matters to nobody, and need not be a URI: browsers leave characters there that none may have.
    private static Optional<String> origin(String url) {
        Matcher origin = ORIGIN.matcher(url);
        return origin.lookingAt() ? Optional.of(origin.group()) : Optional.empty();
    }

    /// Tells the browser that the page may see the response. Credentials, which are the cookies that
    /// a load balancer routes by, go with an origin that is named.
    public void tell(HttpExchange exchange) {
        Headers headers = exchange.request().headers();
        Optional<String> origin = headers.first("Origin");
        exchange.header("Access-Control-Allow-Origin", origin.orElse("*"));
        exchange.header("Vary", "Origin");
        if (origin.isPresent()) {
            exchange.header("Access-Control-Allow-Credentials", "true");
        }
        headers.first("Access-Control-Request-Headers")
                .filter(names -> FIELD_NAMES.matcher(names).matches())
                .ifPresent(names -> exchange.header("Access-Control-Allow-Headers", names));
    }

    /// Answers a preflight request.
    ///
    /// @param methods that the URL has, as `Access-Control-Allow-Methods` names them
    public void preflight(HttpExchange exchange, String methods) {
        tell(exchange);
        Caching.forLong(exchange);
        exchange.status(204)
                .header("Access-Control-Allow-Methods", methods)
                .header("Access-Control-Max-Age", Long.toString(Caching.LONG.toSeconds()))
                .end();
    }

    /// Who may frame a page of ours, as a content security policy says it.
    public String frameAncestors() {
        if (origins.allowsAny()) {
            return "*";
        }
        return Stream.concat(Stream.of("'self'"), origins.listed().stream().sorted())
                .map(source -> source.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
