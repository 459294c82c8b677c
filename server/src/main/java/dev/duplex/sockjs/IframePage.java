package dev.duplex.sockjs;

import dev.duplex.Cors;
import dev.duplex.http.HttpExchange;
import dev.duplex.session.Caching;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The page that clients of other origins load into a hidden iframe, where it speaks to this server
/// for them (`IframePage`). The same for all its names; cached for long.
final class IframePage {
    private static final Pattern NAME = Pattern.compile("iframe[0-9A-Za-z._-]*\\.html");
    private static final String SCRIPT =
            "\n    document.domain = document.domain;\n    SockJS.bootstrap_iframe();\n  ";

    private final byte[] page;
    private final String etag;
    private final String policy;

    /// @param clientUrl the script that it loads
    IframePage(String clientUrl, Cors access) {
        page =
                Pages.read("iframe.html")
                        .replace("{{sockjs_url}}", escaped(clientUrl))
                        .replace("{{script}}", SCRIPT)
                        .getBytes(StandardCharsets.UTF_8);
        etag = '"' + HexFormat.of().formatHex(digest(page), 0, 16) + '"';
        String hash =
                Base64.getEncoder().encodeToString(digest(SCRIPT.getBytes(StandardCharsets.UTF_8)));
        policy =
                "default-src 'none'; connect-src 'self'; frame-src 'self'; script-src 'sha256-%s' %s;"
                                .formatted(hash, source(clientUrl))
                        + " frame-ancestors "
                        + access.frameAncestors();
    }

    static boolean isNamed(String name) {
        return NAME.matcher(name).matches();
    }

    void answer(HttpExchange exchange) {
        Caching.forLong(exchange);
        exchange.header("ETag", etag).header("Content-Security-Policy", policy);
        if (exchange.request().headers().all("If-None-Match").stream()
                .anyMatch(known -> known.contains(etag) || known.strip().equals("*"))) {
            exchange.status(304).end();
        } else {
            exchange.header("Content-Type", "text/html; charset=UTF-8")
                    .header("X-Content-Type-Options", "nosniff")
                    .respond(page);
        }
    }

    /// What of the script's URL a policy names: without a query, which it cannot have.
    private static String source(String clientUrl) {
        return clientUrl.startsWith("/") && !clientUrl.startsWith("//")
                ? "'self'"
                : clientUrl.replaceFirst("[?#].*", "");
    }

    private static String escaped(String url) {
        return url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
