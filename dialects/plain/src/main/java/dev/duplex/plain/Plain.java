package dev.duplex.plain;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.Request;

/// A channel at a URL, as an endpoint for WebSocket and SockJS alike: messages out are what is published in the channel, messages in
/// are published there. The route's path names the channel by a placeholder, `/channel/{channel}`; the query may have a `token`, and a
/// `channelToken`, which [dev.duplex.access.Access] is asked about. [#events] is the same for EventSource.
public final class Plain implements Endpoint {
    /// What the placeholder in the route's path is called.
    public static final String CHANNEL = "channel";

    private final AttributeKey<PlainClient> client = AttributeKey.of("plain");
    private final Hub hub;
    private final PlainOptions options;

    /// @param hub whose channels clients reach
    public Plain(Hub hub, PlainOptions options) {
        this.hub = hub;
        this.options = options;
    }

    /// The channels as Server-Sent Events, for a route of its own with the same placeholder: `/events/{channel}`.
    public HttpHandler events() {
        return new EventHandler(hub, options);
    }

    /// The channel that a request is for.
    ///
    /// @throws IllegalStateException if the route names none
    static String channel(Request request) {
        String channel = request.pathParameters().get(CHANNEL);
        if (channel == null) {
            throw new IllegalStateException("the route's path has no {" + CHANNEL + "}");
        }
        return channel;
    }

    @Override
    public void onOpen(Session session) {
        PlainClient opened = new PlainClient(session, hub, options);
        session.attribute(client, opened);
        opened.open();
    }

    @Override
    public void onMessage(Session session, Message message) {
        session.attribute(client).ifPresent(it -> it.message(message));
    }

    @Override
    public void onDrained(Session session) {
        session.attribute(client).ifPresent(PlainClient::drained);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        session.attribute(client).ifPresent(PlainClient::leave);
    }
}
