package dev.duplex;

import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.http.Request;
import java.time.Duration;
import java.util.Optional;

/// A session that passes all on to another one, for an endpoint that wraps an endpoint and shows it a session that differs in
/// something: a subclass overrides that.
///
/// What [Session] itself writes on another of its methods stays so: all that is sent goes by [#send(Message)], and every close
/// by [#close(CloseReason)]. A subclass that overrides [#send(Message)] sees [#sendShared] there too; one that wants payloads to
/// be encoded once for many has to override [#sendShared] itself.
public abstract class ForwardingSession implements Session {
    private final Session session;

    /// @param session that everything is passed on to
    protected ForwardingSession(Session session) {
        this.session = session;
    }

    /// The session that everything is passed on to.
    protected final Session session() {
        return session;
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public Request request() {
        return session.request();
    }

    @Override
    public String subprotocol() {
        return session.subprotocol();
    }

    @Override
    public Lane lane() {
        return session.lane();
    }

    @Override
    public Offer send(Message message) {
        return session.send(message);
    }

    @Override
    public MessageWriter streamText() {
        return session.streamText();
    }

    @Override
    public MessageWriter streamBinary() {
        return session.streamBinary();
    }

    @Override
    public boolean isWritable() {
        return session.isWritable();
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public void suspendReading() {
        session.suspendReading();
    }

    @Override
    public void resumeReading() {
        session.resumeReading();
    }

    @Override
    public void close(CloseReason reason) {
        session.close(reason);
    }

    @Override
    public void subscribe(String room) {
        session.subscribe(room);
    }

    @Override
    public void unsubscribe(String room) {
        session.unsubscribe(room);
    }

    @Override
    public Optional<Duration> roundTrip() {
        return session.roundTrip();
    }

    @Override
    public <T> void attribute(AttributeKey<T> key, T value) {
        session.attribute(key, value);
    }

    @Override
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        return session.attribute(key);
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
