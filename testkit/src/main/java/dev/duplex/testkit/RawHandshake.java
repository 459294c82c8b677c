package dev.duplex.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A client's opening handshake (RFC 6455 §4.1) as text that tests change line by line. Immutable.
public final class RawHandshake {
    /// The key of the RFC's own example (§1.2).
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String requestLine;
    private final List<String> lines;

    private RawHandshake(String requestLine, List<String> lines) {
        this.requestLine = requestLine;
        this.lines = List.copyOf(lines);
    }

    /// A correct handshake for `target`, a path with perhaps a query.
    public static RawHandshake of(String host, String target) {
        return new RawHandshake(
                "GET " + target + " HTTP/1.1",
                List.of(
                        "Host: " + host,
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + KEY,
                        "Sec-WebSocket-Version: 13"));
    }

    /// With another request line.
    public RawHandshake requestLine(String line) {
        return new RawHandshake(line, lines);
    }

    /// With this line after the others, whatever it is.
    public RawHandshake with(String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.add(line);
        return new RawHandshake(requestLine, changed);
    }

    /// Without any line of that name.
    public RawHandshake without(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return new RawHandshake(
                requestLine,
                lines.stream()
                        .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(prefix))
                        .toList());
    }

    /// With this line in the place of those of the same name.
    public RawHandshake replace(String line) {
        return without(line.substring(0, line.indexOf(':'))).with(line);
    }

    /// With the lines in the opposite order.
    public RawHandshake reversed() {
        return new RawHandshake(requestLine, lines.reversed());
    }

    /// With every field's name changed by `caseOf`.
    public RawHandshake names(java.util.function.UnaryOperator<String> caseOf) {
        return new RawHandshake(
                requestLine,
                lines.stream()
                        .map(line -> {
                            int colon = line.indexOf(':');
                            return caseOf.apply(line.substring(0, colon)) + line.substring(colon);
                        })
                        .toList());
    }

    /// The request on the wire.
    public byte[] bytes() {
        return (requestLine + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What `Sec-WebSocket-Accept` must be for a key (§4.2.2).
    public static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return requestLine + " | " + String.join(" | ", lines);
    }
}
