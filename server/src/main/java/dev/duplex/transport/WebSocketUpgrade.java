package dev.duplex.transport;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.SessionTransport;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Hub;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.Request;
import dev.duplex.session.EndpointObservers;
import dev.duplex.session.Framing;
import dev.duplex.session.Keepable;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.deflate.DeflateNegotiation;
import dev.duplex.websocket.deflate.DeflateParameters;
import dev.duplex.websocket.handshake.ExtensionNegotiator;
import dev.duplex.websocket.handshake.HandshakeRequest;
import dev.duplex.websocket.handshake.HeaderField;
import dev.duplex.websocket.handshake.ServerHandshake;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Answers opening handshakes at one path: whether anything is there, then the origin, then the
/// handshake's own rules.
final class WebSocketUpgrade implements Upgrade {
    private final Endpoint endpoint;
    private final WebSocketOptions options;
    private final Limits limits;
    private final Hub hub;
    private final EndpointObservers observers;
    private final ServerHandshake.Settings<DeflateParameters> settings;
    private final ConcurrentHashMap<EventLoopLane, ConnectionSetup> setups =
            new ConcurrentHashMap<>();

    private WebSocketUpgrade(WebSocketRoute route, Limits limits, Hub hub) {
        endpoint = route.endpoint();
        options = route.options();
        observers = route.observers();
        this.limits = options.limits().orElse(limits);
        this.hub = hub;
        settings =
                new ServerHandshake.Settings<>(
                        options.subprotocols(),
                        offers ->
                                DeflateNegotiation.accept(offers, options.deflate())
                                        .map(agreed ->
                                                new ExtensionNegotiator.Agreed<>(
                                                        agreed.response(), agreed.parameters())));
    }

    /// @param limits the server's; the options' own replace them
    static Upgrade create(WebSocketRoute route, Limits limits, Hub hub) {
        return new WebSocketUpgrade(route, limits, hub);
    }

    @Override
    public void upgrade(HttpExchange exchange, TakeOver takeOver) {
        Request request = exchange.request();
        if (endpoint instanceof Framing framing && !framing.serves(request)) {
            refuse(exchange, 404, "There is nothing at this path.");
            return;
        }
        Optional<String> origin = request.headers().first("Origin");
        String host = request.headers().first("Host").orElse("");
        HandshakeRequest handshake =
                new HandshakeRequest(request.method(), 1, 1, request.headers()::all);
        if (ServerHandshake.isRequested(handshake)
                && (request.headers().all("Origin").size() > 1
                        || !options.origins().allows(origin, host, request.secure()))) {
            refuse(
                    exchange,
                    403,
                    "Pages of this origin may not connect here; the server's allow-list says which may.");
            return;
        }
        switch (ServerHandshake.respond(handshake, settings)) {
            case ServerHandshake.Accepted<DeflateParameters> accepted ->
                    accept(exchange, takeOver, accepted);
            case ServerHandshake.Rejected<DeflateParameters> rejected -> {
                for (HeaderField field : rejected.fields()) {
                    exchange.header(field.name(), field.value());
                }
                refuse(exchange, rejected.status(), rejected.explanation());
            }
        }
    }

    private void accept(
            HttpExchange exchange,
            TakeOver takeOver,
            ServerHandshake.Accepted<DeflateParameters> accepted) {
        EventLoopLane lane = (EventLoopLane) exchange.lane();
        HttpHeaders fields = new DefaultHttpHeaders();
        for (HeaderField field : accepted.fields()) {
            fields.add(field.name(), field.value());
        }
        WebSocketConnection connection =
                new WebSocketConnection(
                        setup(lane),
                        Keepable.kept(exchange.request()),
                        accepted.subprotocol().orElse(""),
                        accepted.extension());
        takeOver.takeOver(fields, new ChannelWire(connection));
    }

    /// What connections of one lane share. Called in it, so that nobody else asks for it meanwhile.
    private ConnectionSetup setup(EventLoopLane lane) {
        ConnectionSetup known = setups.get(lane);
        if (known != null) {
            return known;
        }
        SessionTransport transport =
                endpoint instanceof Framing
                        ? SessionTransport.SOCKJS_WEBSOCKET
                        : SessionTransport.WEBSOCKET;
        ConnectionSetup made =
                ConnectionSetup.create(
                        Role.SERVER,
                        endpoint,
                        limits,
                        options.deflate(),
                        hub,
                        lane,
                        observers.of(lane, transport),
                        () -> 0);
        setups.put(lane, made);
        return made;
    }

    private void refuse(HttpExchange exchange, int status, String explanation) {
        observers.refused(status);
        exchange.status(status)
                .header("Content-Type", "text/plain; charset=utf-8")
                .respond((explanation + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
