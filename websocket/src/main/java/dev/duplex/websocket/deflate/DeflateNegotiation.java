package dev.duplex.websocket.deflate;

import dev.duplex.websocket.handshake.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How two sides come to agree on permessage-deflate (RFC 7692 §5.1, §7.1), as pure functions:
/// a server answers offers with [#accept], a client makes one with [#offer] and checks what came
/// back with [#verify].
///
/// Names are compared exactly: RFC 6455 says of each comparison that ignores case that it does, and
/// says so of neither extension names nor their parameters.
public final class DeflateNegotiation {
    /// The extension's name (RFC 7692 §7).
    public static final String NAME = "permessage-deflate";

    /// What a server's answer means to the client that made the offer.
    public sealed interface Answer {}

    /// Both sides compress by these parameters.
    ///
    /// @param parameters what holds from now on
    /// @param response the element of the server's `Sec-WebSocket-Extensions` that says so
    public record Agreed(DeflateParameters parameters, Extension response) implements Answer {}

    /// The server does not want compression; the connection goes on without it.
    public record Declined() implements Answer {}

    /// The answer breaks a rule: the client must fail the connection (RFC 7692 §5.1, §7.1).
    ///
    /// @param explanation which rule, for a person
    public record Violation(String explanation) implements Answer {}

    private DeflateNegotiation() {}

    /// The server's choice: the first of the client's offers that is well-formed. Several offers of
    /// permessage-deflate are one wish and its fallbacks (§5.2); an offer with an unknown or repeated
    /// parameter or a bad value is passed over (§7.1), and so are other extensions.
    ///
    /// A value offered for `client_max_window_bits` and the hint `client_no_context_takeover` are
    /// confirmed in the response, so that they are agreed and not only hoped for.
    ///
    /// @param offers all that the client's `Sec-WebSocket-Extensions` listed, in its order
    /// @return empty when there is nothing to agree on, and then nothing is to be answered
    public static Optional<Agreed> accept(List<Extension> offers, DeflateOptions options) {
        if (!options.enabled()) {
            return Optional.empty();
        }
        for (Extension offer : offers) {
            if (offer.name().equals(NAME)
                    && ParsedParameters.of(offer) instanceof ParsedParameters.Valid wanted) {
                return Optional.of(agree(wanted, options));
            }
        }
        return Optional.empty();
    }

    private static Agreed agree(ParsedParameters.Valid wanted, DeflateOptions options) {
        boolean serverForgets = wanted.serverNoContextTakeover() || !options.contextTakeover();
        boolean clientForgets = wanted.clientNoContextTakeover() || !options.contextTakeover();
        List<Extension.Parameter> answer = new ArrayList<>(4);
        if (serverForgets) {
            answer.add(flag(ParsedParameters.SERVER_NO_CONTEXT_TAKEOVER));
        }
        if (clientForgets) {
            answer.add(flag(ParsedParameters.CLIENT_NO_CONTEXT_TAKEOVER));
        }
        wanted.serverMaxWindowBits()
                .ifPresent(bits -> answer.add(bits(ParsedParameters.SERVER_MAX_WINDOW_BITS, bits)));
        wanted.clientMaxWindowBits()
                .ifPresent(bits -> answer.add(bits(ParsedParameters.CLIENT_MAX_WINDOW_BITS, bits)));
        DeflateParameters parameters =
                new DeflateParameters(
                        serverForgets,
                        clientForgets,
                        wanted.serverMaxWindowBits().orElse(ParsedParameters.MAX_WINDOW_BITS),
                        wanted.clientMaxWindowBits().orElse(ParsedParameters.MAX_WINDOW_BITS));
        return new Agreed(parameters, new Extension(NAME, answer));
    }

    /// The client's offer: any window for what it sends, and without context takeover in `options`
    /// the wish that neither side keeps one.
    ///
    /// @throws IllegalArgumentException if `options` has compression off: then nothing is to be offered
    public static Extension offer(DeflateOptions options) {
        if (!options.enabled()) {
            throw new IllegalArgumentException("compression is off: there is nothing to offer");
        }
        List<Extension.Parameter> wishes = new ArrayList<>(3);
        if (!options.contextTakeover()) {
            wishes.add(flag(ParsedParameters.SERVER_NO_CONTEXT_TAKEOVER));
            wishes.add(flag(ParsedParameters.CLIENT_NO_CONTEXT_TAKEOVER));
        }
        wishes.add(flag(ParsedParameters.CLIENT_MAX_WINDOW_BITS));
        return new Extension(NAME, wishes);
    }

    /// What the server made of the client's only offer.
    ///
    /// @param offered what the client sent, as [#offer] makes it or with other values
    /// @param answered all that the server's `Sec-WebSocket-Extensions` listed; empty without that field
    /// @throws IllegalArgumentException if `offered` is itself not a valid offer
    public static Answer verify(Extension offered, List<Extension> answered) {
        if (!offered.name().equals(NAME)) {
            throw new IllegalArgumentException("not an offer of " + NAME + ": " + offered.name());
        }
        ParsedParameters.Valid wanted =
                switch (ParsedParameters.of(offered)) {
                    case ParsedParameters.Valid valid -> valid;
                    case ParsedParameters.Invalid(String why) ->
                            throw new IllegalArgumentException("not a valid offer: " + why);
                };
        for (Extension extension : answered) {
            if (!extension.name().equals(NAME)) {
                return new Violation(
                        "the server answered with an extension that was not offered: "
                                + extension.name());
            }
        }
        if (answered.isEmpty()) {
            return new Declined();
        }
        if (answered.size() > 1) {
            return new Violation("the server accepted " + NAME + " more than once");
        }
        Extension response = answered.getFirst();
        return switch (ParsedParameters.of(response)) {
            case ParsedParameters.Invalid(String why) ->
                    new Violation("the server's answer to " + NAME + " is not valid: " + why);
            case ParsedParameters.Valid got -> compare(wanted, got, response);
        };
    }

    /// Whether the answer keeps within the offer (§7.1.1, §7.1.2).
    private static Answer compare(
            ParsedParameters.Valid wanted, ParsedParameters.Valid got, Extension response) {
        if (wanted.serverNoContextTakeover() && !got.serverNoContextTakeover()) {
            return new Violation(
                    "server_no_context_takeover was asked for and is not in the answer");
        }
        OptionalInt asked = wanted.serverMaxWindowBits();
        if (asked.isPresent() && got.serverMaxWindowBits().isEmpty()) {
            return new Violation("server_max_window_bits was asked for and is not in the answer");
        }
        int serverBits = got.serverMaxWindowBits().orElse(ParsedParameters.MAX_WINDOW_BITS);
        if (serverBits > asked.orElse(ParsedParameters.MAX_WINDOW_BITS)) {
            return new Violation("server_max_window_bits is larger than what was asked for");
        }
        if (got.clientMaxWindowBitsNamed() && !wanted.clientMaxWindowBitsNamed()) {
            return new Violation("client_max_window_bits was not offered and is in the answer");
        }
        if (got.clientMaxWindowBitsNamed() && got.clientMaxWindowBits().isEmpty()) {
            return new Violation("client_max_window_bits must have a value in an answer");
        }
        int hint = wanted.clientMaxWindowBits().orElse(ParsedParameters.MAX_WINDOW_BITS);
        int clientBits = got.clientMaxWindowBits().orElse(hint);
        if (clientBits > hint) {
            return new Violation("client_max_window_bits is larger than what was offered");
        }
        // What the client hinted at it does, whether or not the server took it up.
        boolean clientForgets = wanted.clientNoContextTakeover() || got.clientNoContextTakeover();
        return new Agreed(
                new DeflateParameters(
                        got.serverNoContextTakeover(), clientForgets, serverBits, clientBits),
                response);
    }

    private static Extension.Parameter flag(String name) {
        return new Extension.Parameter(name, Optional.empty());
    }

    private static Extension.Parameter bits(String name, int bits) {
        return new Extension.Parameter(name, Optional.of(Integer.toString(bits)));
    }
}
