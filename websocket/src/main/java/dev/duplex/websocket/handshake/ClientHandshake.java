package dev.duplex.websocket.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The client's side of one opening handshake (RFC 6455 §4.1): what it sends, and whether the answer
/// is good. Immutable; one object per connection, since its key must be fresh.
public final class ClientHandshake {
    private final String host;
    private final String key;
    private final List<String> subprotocols;
    private final List<Extension> offers;

    /// Prepares a handshake with a new key.
    ///
    /// @param host the value of `Host`: the server's name, and its port unless that is the scheme's
    /// @param subprotocols those offered, the most wanted first; tokens, each once
    /// @param offers the extensions offered, the most wanted first
    /// @param random where the key comes from; it need not be secret, only not to be foreseen by a
    ///     page that would trick a cache (RFC 6455 §10.3)
    /// @throws IllegalArgumentException if `host` has characters that no field value may have, or a
    ///     subprotocol is no token or stands twice
    public ClientHandshake(
            String host,
            List<String> subprotocols,
            List<Extension> offers,
            RandomGenerator random) {
        if (host.isEmpty() || !host.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("host must be visible ASCII characters");
        }
        this.host = host;
        this.key = HandshakeKey.random(random);
        this.subprotocols = Subprotocols.requireValid(subprotocols);
        this.offers = List.copyOf(offers);
    }

    /// The header fields of the `GET` request; an origin, cookies and the like may be added.
    ///
    /// @throws IllegalArgumentException if a part of an offered extension is not a token
    public List<HeaderField> requestFields() {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(new HeaderField("Host", host));
        fields.add(new HeaderField("Upgrade", "websocket"));
        fields.add(new HeaderField("Connection", "Upgrade"));
        fields.add(new HeaderField("Sec-WebSocket-Key", key));
        fields.add(new HeaderField("Sec-WebSocket-Version", "13"));
        if (!subprotocols.isEmpty()) {
            fields.add(new HeaderField("Sec-WebSocket-Protocol", String.join(", ", subprotocols)));
        }
        if (!offers.isEmpty()) {
            fields.add(
                    new HeaderField(
                            "Sec-WebSocket-Extensions",
                            offers.stream()
                                    .map(ExtensionHeader::format)
                                    .collect(Collectors.joining(", "))));
        }
        return List.copyOf(fields);
    }

    /// What came of it.
    public sealed interface Result {}

    /// The connection is open.
    ///
    /// @param subprotocol the server's choice among those offered; empty if it made none
    /// @param extensions those that the server agreed to, each of a name that was offered and each
    ///     once; whether their parameters are right is the extension's affair
    public record Accepted(Optional<String> subprotocol, List<Extension> extensions)
            implements Result {
        public Accepted {
            extensions = List.copyOf(extensions);
        }
    }

    /// The connection must be dropped without a Close frame (RFC 6455 §7.1.7).
    ///
    /// @param reason one sentence: what is wrong with the response
    public record Failed(String reason) implements Result {}

    /// Judges the response.
    ///
    /// @param status its status code
    /// @param fields its header fields
    public Result verify(int status, HeaderLookup fields) {
        if (status != 101) {
            return new Failed("The server answered with status " + status + ", not 101.");
        }
        List<String> upgrade = FieldValues.elements(fields.all("Upgrade"));
        if (upgrade.isEmpty()
                || !upgrade.stream()
                        .allMatch(name -> FieldValues.equalsIgnoringAsciiCase(name, "websocket"))) {
            return new Failed("The response's Upgrade is not websocket.");
        }
        if (!FieldValues.listContains(fields.all("Connection"), "upgrade")) {
            return new Failed("The response's Connection does not name Upgrade.");
        }
        List<String> accepts = fields.all("Sec-WebSocket-Accept");
        if (accepts.size() != 1
                || !FieldValues.trim(accepts.getFirst()).equals(HandshakeKey.accept(key))) {
            return new Failed("The response's Sec-WebSocket-Accept does not answer our key.");
        }
        List<String> protocols = fields.all("Sec-WebSocket-Protocol");
        if (protocols.size() > 1) {
            return new Failed("The response has more than one Sec-WebSocket-Protocol.");
        }
        Optional<String> subprotocol = protocols.stream().map(FieldValues::trim).findFirst();
        if (subprotocol.isPresent() && !subprotocols.contains(subprotocol.get())) {
            return new Failed("The server chose a subprotocol that was not offered.");
        }
        return verifyExtensions(subprotocol, fields.all("Sec-WebSocket-Extensions"));
    }

    private Result verifyExtensions(Optional<String> subprotocol, List<String> lines) {
        Optional<List<Extension>> agreed = ExtensionHeader.parse(lines);
        if (agreed.isEmpty()) {
            return new Failed("The response's Sec-WebSocket-Extensions is malformed.");
        }
        Set<String> names = new HashSet<>();
        for (Extension extension : agreed.get()) {
            if (offers.stream().noneMatch(offer -> offer.name().equals(extension.name()))) {
                return new Failed("The server chose an extension that was not offered.");
            }
            // Two of a kind would claim the same bits of the frame header (RFC 6455 §5.8).
            if (!names.add(extension.name())) {
                return new Failed("The server chose the same extension twice.");
            }
        }
        return new Accepted(subprotocol, agreed.get());
    }
}
