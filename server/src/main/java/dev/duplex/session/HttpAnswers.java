package dev.duplex.session;

import dev.duplex.Cors;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What every request of sessions over HTTP is asked first, and how it is told that it may not have what it wants.
public final class HttpAnswers {
    private HttpAnswers() {}

    /// Answers a request of an allowed page, or a preflight, at a URL that has these methods.
    ///
    /// @param observers hear of a page that may not
    /// @param allowed what of `access` decides
    public static void guard(
            HttpExchange exchange,
            Cors access,
            EndpointObservers observers,
            Set<String> methods,
            Predicate<Request> allowed,
            HttpHandler handler) {
        Set<String> all = new TreeSet<>(methods);
        all.add("OPTIONS");
        if (!isMethod(exchange, all)) {
            return;
        }
        if (!allowed.test(exchange.request())) {
            forbid(exchange, observers);
        } else if (exchange.request().method().equals("OPTIONS")) {
            access.preflight(exchange, "OPTIONS, " + String.join(", ", new TreeSet<>(methods)));
        } else {
            access.tell(exchange);
            handler.handle(exchange);
        }
    }

    /// Answers 405 if the request has none of these methods.
    public static boolean isMethod(HttpExchange exchange, Set<String> methods) {
        if (methods.contains(exchange.request().method())) {
            return true;
        }
        exchange.status(405)
                .header("Allow", String.join(", ", methods.stream().sorted().toList()))
                .respond(new byte[0]);
        return false;
    }

    /// There is nothing at the request's path.
    public static void notFound(HttpExchange exchange) {
        refuse(exchange, 404, "There is nothing at this path.\n");
    }

    /// The page that made the request may not connect.
    public static void forbid(HttpExchange exchange, EndpointObservers observers) {
        observers.refused(403);
        refuse(
                exchange,
                403,
                "Pages of this origin may not connect here; the server's allow-list says which may.\n");
    }

    /// There is no room for another session.
    public static void full(
            HttpExchange exchange, EndpointObservers observers, Admission.Verdict verdict) {
        boolean ofAddress = verdict == Admission.Verdict.TOO_MANY_OF_ADDRESS;
        int status = ofAddress ? 429 : 503;
        observers.refused(status);
        refuse(
                exchange,
                status,
                ofAddress
                        ? "Your address has as many sessions as one may have.\n"
                        : "The server has as many sessions as it takes.\n");
    }

    /// @param why in ASCII
    public static void refuse(HttpExchange exchange, int status, String why) {
        exchange.status(status)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .respond(why.getBytes(StandardCharsets.US_ASCII));
    }
}
