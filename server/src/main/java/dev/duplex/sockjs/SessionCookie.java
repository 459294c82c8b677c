package dev.duplex.sockjs;

import dev.duplex.http.HttpExchange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The cookie by which some load balancers keep a client with its server (`JsessionidCookie`): it is
/// given back as it came, in quotes too (RFC 6265 §4.1.1), or made up; this server does not look at it.
final class SessionCookie {
    private static final Pattern COOKIE =
            Pattern.compile(
                    "(?:^|;)\\s*JSESSIONID=(\"[!#-+\\--:<-\\[\\]-~]*\"|[!#-+\\--:<-\\[\\]-~]*)");

    private static final String DUMMY = "dummy";

    private SessionCookie() {}

    static void set(HttpExchange exchange) {
        String value = DUMMY;
        for (String line : exchange.request().headers().all("Cookie")) {
            Matcher cookie = COOKIE.matcher(line);
            if (cookie.find()) {
                value = cookie.group(1);
                break;
            }
        }
        exchange.header(
                "Set-Cookie",
                "JSESSIONID="
                        + value
                        + "; path=/; HttpOnly"
                        + where(exchange.request().secure(), value));
    }

    /// A page of another site is sent back its cookie only if it says so, and only over TLS. A value that somebody else has made may be
    /// a login's, which is not to be sent to more sites by this.
    private static String where(boolean secure, String value) {
        if (!secure) {
            return "";
        }
        return value.equals(DUMMY) ? "; SameSite=None; Secure" : "; Secure";
    }
}
