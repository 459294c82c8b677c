package dev.duplex.centrifuge;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.StreamForm;
import dev.duplex.StreamedOptions;
import dev.duplex.StreamedProtocol;
import dev.duplex.StreamedSessions;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Emulation;
import dev.duplex.channels.Hub;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The protocol by plain HTTP: a client opens its stream with its first commands, and sends the others to `/emulation`.
///
/// | path | request | response |
/// |---|---|---|
/// | `/connection/http_stream` | `POST` of a frame: JSON, or Protobuf as `application/octet-stream` | frames, in the same encoding |
/// | `/connection/sse` | `GET` with a frame of JSON as `cf_connect` that changes nothing, or `POST` of one | an event for each reply |
/// | `/emulation` | `POST` of an [Emulation] | 204, when its commands were taken, here or at the node that has the stream |
record OverHttp(Endpoint endpoint, Hub hub, String path, StreamedOptions options)
        implements StreamedProtocol {
    private static final String BINARY = "application/octet-stream";

    @Override
    public Map<String, Resource> resources() {
        return Map.of(
                path + "/connection/http_stream",
                new Resource(Set.of("POST"), this::stream),
                path + "/connection/sse",
                new Resource(Set.of("GET", "POST"), this::events),
                path + "/emulation",
                new Resource(Set.of("POST"), this::emulate));
    }

    private void stream(HttpExchange exchange, StreamedSessions sessions) {
        boolean binary = isBinary(exchange.request());
        StreamForm form = new FramesForm(codec(binary));
        exchange.body(
                options.requestBytes(),
                body ->
                        sessions.open(
                                exchange,
                                binary ? Centrifuge.PROTOBUF : Centrifuge.JSON,
                                form,
                                message(body)));
    }

    private void events(HttpExchange exchange, StreamedSessions sessions) {
        Request request = exchange.request();
        if (request.method().equals("POST")) {
            exchange.body(options.requestBytes(), body -> events(exchange, sessions, body));
            return;
        }
        Optional<String> connect = request.query("cf_connect").filter(it -> !it.isEmpty());
        if (connect.isEmpty()) {
            refuse(
                    exchange,
                    400,
                    "The query parameter cf_connect must have the connect command, as JSON.\n");
            return;
        }
        byte[] frame = connect.get().getBytes(StandardCharsets.UTF_8);
        if (isSafe(frame)) {
            events(exchange, sessions, frame);
        } else {
            refuse(
                    exchange,
                    403,
                    "Commands that change something are not for GET: send them by POST.\n");
        }
    }

    /// Whether a frame has nothing that a page may not have a browser do for it: any page can have it send a GET, and, to a server without TLS, one that says nothing of the
    /// page. What is no frame is refused where it is carried out.
    private static boolean isSafe(byte[] frame) {
        return switch (Codec.json().commands(frame)) {
            case Decoded.Messages<Command>(var commands) ->
                    commands.stream().allMatch(it -> it.request().isSafe());
            case Decoded.Failed<Command> _ -> true;
        };
    }

    private static void events(HttpExchange exchange, StreamedSessions sessions, byte[] frame) {
        sessions.open(exchange, Centrifuge.JSON, new EventsForm(), message(frame));
    }

    private void emulate(HttpExchange exchange, StreamedSessions sessions) {
        Codec codec = codec(isBinary(exchange.request()));
        exchange.body(
                options.requestBytes(),
                body -> {
                    switch (codec.emulation(body)) {
                        case Decoded.Failed<Emulation> _ ->
                                refuse(exchange, 400, "This is no emulation request.\n");
                        case Decoded.Messages<Emulation>(var messages) ->
                                emulate(exchange, sessions, messages.getFirst());
                    }
                });
    }

    private void emulate(HttpExchange exchange, StreamedSessions sessions, Emulation emulation) {
        Message message = message(emulation.frame().toByteArray());
        if (emulation.node().equals(hub.node())) {
            sessions.receive(exchange, emulation.session(), message);
        } else {
            sessions.relay(exchange, emulation.node(), emulation.session(), message);
        }
    }

    /// The codec looks at the bytes; that they are text, of whatever encoding, nobody has to know before.
    private static Message message(byte[] frame) {
        return Message.binary(frame);
    }

    private static Codec codec(boolean binary) {
        return binary ? Codec.protobuf() : Codec.json();
    }

    private static boolean isBinary(Request request) {
        return request.headers()
                .first("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> type.equals(BINARY) || type.startsWith(BINARY + ";"))
                .isPresent();
    }

    private static void refuse(HttpExchange exchange, int status, String why) {
        exchange.status(status)
                .header("Content-Type", "text/plain; charset=UTF-8")
                .respond(why.getBytes(StandardCharsets.US_ASCII));
    }
}
