package dev.duplex.bench.peer;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// A feed for whoever wants it: a room at `/feed`, as WebSocket and as SockJS, and for those who poll
/// `/feed/since`. What comes to `/publish` is published. The server has one event loop, on which
/// all of it runs.
final class Feed implements Endpoint {
    private static final String PATH = "/feed";
    private static final String ROOM = "feed";

    /// Messages that are kept for those who poll.
    private static final int KEPT = 1024;

    private final AtomicReference<Hub> hub = new AtomicReference<>();
    private final ArrayDeque<String> kept = new ArrayDeque<>(KEPT);
    private long published;

    void addTo(Server.Builder builder, WebSocketOptions options) {
        builder.webSocket(PATH, this, options)
                .sockJs(PATH, this, SockJsOptions.DEFAULT)
                .webSocket("/publish", new Source(), options)
                .http(PATH + "/since", this::since);
    }

    void publishBy(Hub rooms) {
        hub.set(rooms);
    }

    @Override
    public void onOpen(Session session) {
        session.subscribe(ROOM);
    }

    @Override
    public void onMessage(Session session, Message message) {
        throw new IllegalStateException("who receives the feed has nothing to say");
    }

    /// Answers with the texts from the position that is asked for on, and with where that ends: what
    /// an application does that has nothing but requests.
    private void since(HttpExchange exchange) {
        Optional<String> asked = exchange.request().query("position");
        long from = asked.isPresent() ? Long.parseLong(asked.get()) : published;
        long behind = published - from;
        if (behind < 0 || behind > kept.size()) {
            exchange.status(410).respond(new byte[0]);
            return;
        }
        List<String> last = kept.stream().skip(kept.size() - behind).toList();
        // They are texts of letters and blanks: nothing in them has to be escaped.
        String texts = last.stream().map(text -> '"' + text + '"').collect(Collectors.joining(","));
        exchange.header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .respond(
                        "{\"position\":%d,\"messages\":[%s]}"
                                .formatted(published, texts)
                                .getBytes(StandardCharsets.UTF_8));
    }

    private final class Source implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            if (kept.size() == KEPT) {
                kept.removeFirst();
            }
            kept.addLast(message.string());
            published++;
            if (hub.get().publish(ROOM, message) != Offer.ACCEPTED) {
                // A lost publication must not go unseen.
                throw new IllegalStateException("the room is full");
            }
        }
    }
}
