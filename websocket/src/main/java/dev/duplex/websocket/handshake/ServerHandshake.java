package dev.duplex.websocket.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The server's side of the opening handshake (RFC 6455 §4.2).
///
/// Two things are left to whoever calls: whether the request's origin is welcome, and what else a
/// refusal's response carries (a body, `Connection: close`).
public final class ServerHandshake {
    private ServerHandshake() {}

    /// What a server agrees to.
    ///
    /// @param subprotocols those it speaks, the most wanted first; tokens, each once
    /// @param extensions who answers offers of extensions
    public record Settings<T>(List<String> subprotocols, ExtensionNegotiator<T> extensions) {
        /// @throws IllegalArgumentException if a subprotocol is no token or stands twice
        public Settings {
            subprotocols = Subprotocols.requireValid(subprotocols);
        }
    }

    /// What to answer.
    public sealed interface Result<T> {}

    /// Answer 101 Switching Protocols; what follows on the connection is WebSocket.
    ///
    /// @param fields the response's header fields
    /// @param subprotocol the one agreed on
    /// @param extension what the negotiator made of the agreed extension
    public record Accepted<T>(
            List<HeaderField> fields, Optional<String> subprotocol, Optional<T> extension)
            implements Result<T> {
        public Accepted {
            fields = List.copyOf(fields);
        }
    }

    /// Answer an error; the connection remains HTTP.
    ///
    /// @param status 400, 405 or 426
    /// @param explanation one sentence for whoever wrote the client: what is wrong and what is
    ///     expected. It repeats nothing that the client sent
    /// @param fields header fields which that status asks for
    public record Rejected<T>(int status, String explanation, List<HeaderField> fields)
            implements Result<T> {
        public Rejected {
            fields = List.copyOf(fields);
        }
    }

    /// Whether a request asks for WebSocket at all: a `GET` whose `Upgrade` names it. A path that
    /// serves plain HTTP too asks this first; [#respond] then judges the handshake.
    public static boolean isRequested(HandshakeRequest request) {
        return request.method().equals("GET") && namesWebSocket(request.fields().all("Upgrade"));
    }

    /// Judges a request and negotiates.
    public static <T> Result<T> respond(HandshakeRequest request, Settings<T> settings) {
        Optional<Rejected<T>> refusal =
                ServerHandshake.<T>httpRefusal(request).or(() -> webSocketRefusal(request));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        HeaderLookup fields = request.fields();
        Optional<List<String>> protocols = Subprotocols.parse(fields.all("Sec-WebSocket-Protocol"));
        if (protocols.isEmpty()) {
            return badRequest(
                    "Sec-WebSocket-Protocol must be a comma-separated list of one or more distinct"
                            + " tokens.");
        }
        Optional<List<Extension>> offers =
                ExtensionHeader.parse(fields.all("Sec-WebSocket-Extensions"));
        if (offers.isEmpty()) {
            return badRequest(
                    "Sec-WebSocket-Extensions must be a comma-separated list of extensions with"
                            + " their parameters (RFC 6455 section 9.1), at most "
                            + ExtensionHeader.MAX_ELEMENTS
                            + " of both together.");
        }
        String key = FieldValues.trim(fields.all("Sec-WebSocket-Key").getFirst());
        return accept(
                key,
                firstCommon(settings.subprotocols(), protocols.get()),
                settings.extensions().negotiate(offers.get()));
    }

    private static <T> Accepted<T> accept(
            String key,
            Optional<String> subprotocol,
            Optional<ExtensionNegotiator.Agreed<T>> agreed) {
        List<HeaderField> response = new ArrayList<>();
        response.add(new HeaderField("Upgrade", "websocket"));
        response.add(new HeaderField("Connection", "Upgrade"));
        response.add(new HeaderField("Sec-WebSocket-Accept", HandshakeKey.accept(key)));
        subprotocol.ifPresent(
                name -> response.add(new HeaderField("Sec-WebSocket-Protocol", name)));
        agreed.map(ExtensionNegotiator.Agreed::response)
                .map(ExtensionHeader::format)
                .ifPresent(text -> response.add(new HeaderField("Sec-WebSocket-Extensions", text)));
        return new Accepted<>(response, subprotocol, agreed.map(ExtensionNegotiator.Agreed::value));
    }

    /// The rules for the HTTP request (RFC 6455 §4.2.1, items 1 and 2).
    private static <T> Optional<Rejected<T>> httpRefusal(HandshakeRequest request) {
        if (!request.method().equals("GET")) {
            return Optional.of(
                    new Rejected<>(
                            405,
                            "A WebSocket handshake must be a GET request.",
                            List.of(new HeaderField("Allow", "GET"))));
        }
        // 400 and not 505: that one is about the major version (RFC 9110 §15.6.6), and HTTP/1.0
        // is one that the server speaks; it only cannot upgrade from it (§7.8).
        if (!isAtLeastHttp11(request)) {
            return Optional.of(badRequest("A WebSocket handshake needs HTTP/1.1 or higher."));
        }
        List<String> hosts = request.fields().all("Host");
        if (hosts.size() != 1 || FieldValues.trim(hosts.getFirst()).isEmpty()) {
            return Optional.of(
                    badRequest(
                            "A request must have exactly one Host field, and not an empty one."));
        }
        return Optional.empty();
    }

    /// The rules for the upgrade (RFC 6455 §4.2.1, items 3 to 6). The version comes before the key,
    /// for another version may have another key.
    private static <T> Optional<Rejected<T>> webSocketRefusal(HandshakeRequest request) {
        HeaderLookup fields = request.fields();
        if (!namesWebSocket(fields.all("Upgrade"))) {
            return Optional.of(
                    upgradeRequired(
                            "This resource speaks WebSocket: Upgrade must name websocket."));
        }
        if (!FieldValues.listContains(fields.all("Connection"), "upgrade")) {
            return Optional.of(
                    badRequest(
                            "Connection must name Upgrade in a WebSocket handshake; a proxy on the"
                                    + " way may have taken it out."));
        }
        if (!hasVersion13(fields.all("Sec-WebSocket-Version"))) {
            return Optional.of(
                    upgradeRequired(
                            "Sec-WebSocket-Version must be there once and be 13.",
                            new HeaderField("Sec-WebSocket-Version", "13")));
        }
        List<String> keys = fields.all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !HandshakeKey.isValid(FieldValues.trim(keys.getFirst()))) {
            return Optional.of(
                    badRequest(
                            "Sec-WebSocket-Key must be there once and be 16 bytes in base64, which"
                                    + " is 24 characters ending in ==."));
        }
        return Optional.empty();
    }

    private static boolean isAtLeastHttp11(HandshakeRequest request) {
        return request.majorVersion() > 1
                || (request.majorVersion() == 1 && request.minorVersion() >= 1);
    }

    private static boolean namesWebSocket(List<String> upgradeLines) {
        return FieldValues.listContains(upgradeLines, "websocket");
    }

    /// A missing version counts as one that we do not know: the client hears which one we do
    /// (RFC 6455 §4.2.2, item 4; §4.4).
    private static boolean hasVersion13(List<String> lines) {
        return lines.size() == 1 && FieldValues.trim(lines.getFirst()).equals("13");
    }

    private static Optional<String> firstCommon(List<String> ours, List<String> theirs) {
        Set<String> offered = new HashSet<>(theirs);
        return ours.stream().filter(offered::contains).findFirst();
    }

    private static <T> Rejected<T> badRequest(String explanation) {
        return new Rejected<>(400, explanation, List.of());
    }

    /// A 426 must say to what (RFC 9110 §15.5.22), and `Upgrade` needs its `Connection` (§7.8).
    private static <T> Rejected<T> upgradeRequired(String explanation, HeaderField... more) {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(new HeaderField("Upgrade", "websocket"));
        fields.add(new HeaderField("Connection", "Upgrade"));
        fields.addAll(List.of(more));
        return new Rejected<>(426, explanation, fields);
    }
}
