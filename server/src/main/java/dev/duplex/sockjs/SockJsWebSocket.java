package dev.duplex.sockjs;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.http.Request;
import dev.duplex.session.EndpointObservers;
import dev.duplex.session.Framing;
import dev.duplex.session.LaneSession;
import dev.duplex.websocket.CloseCode;
import java.time.Duration;
import java.util.Optional;

/// The `websocket` transport: the protocol's frames, each a text message of a WebSocket session
/// (`WebsocketHybi10`). Its sessions live as long as their connections; their names on the wire mean
/// nothing.
final class SockJsWebSocket implements Framing {
    private static final CloseReason BROKEN =
            new CloseReason(CloseCode.INVALID_PAYLOAD, "Broken JSON encoding.");

    private final AttributeKey<FramedSession> framed = AttributeKey.of("SockJS session");
    private final String path;
    private final FramedSession.Settings settings;

    SockJsWebSocket(
            String path,
            Endpoint endpoint,
            Limits limits,
            Hub hub,
            MessageEncoder encoder,
            Duration heartbeatInterval,
            EndpointObservers observers) {
        this.path = path;
        settings =
                new FramedSession.Settings(
                        endpoint, limits, hub, encoder, heartbeatInterval, observers);
    }

    @Override
    public boolean serves(Request request) {
        return Urls.isValid(request);
    }

    @Override
    public void onOpen(Session session) {
        FramedSession opened =
                new FramedSession(
                        settings,
                        (LaneSession) session,
                        OpeningRequest.of(session.request(), path));
        session.attribute(framed, opened);
        opened.open();
    }

    @Override
    public void onMessage(Session session, Message message) {
        if (message.size() == 0) {
            // "Server must ignore empty messages."
            return;
        }
        Optional<JsonStrings> messages = JsonStrings.parse(message.bytes(), true);
        if (messages.isPresent()) {
            session.attribute(framed).ifPresent(it -> it.received(messages.get()));
        } else {
            ((LaneSession) session).fail(BROKEN);
        }
    }

    @Override
    public void onDrained(Session session) {
        session.attribute(framed).ifPresent(FramedSession::drained);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        session.attribute(framed).ifPresent(it -> it.ended(reason));
    }

    @Override
    public void drain(Session session) {
        session.attribute(framed).ifPresent(FramedSession::drain);
    }

    @Override
    public boolean isGiving(Session session) {
        return session.attribute(framed).filter(FramedSession::isGiving).isPresent();
    }

    @Override
    public void goAway(Session session) {
        session.attribute(framed).ifPresent(FramedSession::goAway);
    }
}
