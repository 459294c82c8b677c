package dev.duplex.session;

import dev.duplex.http.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request that brings messages to a detached session. It is answered when the endpoint has had them, so that a client is
/// not faster than what it talks to. Made on the exchange's loop; what [Sending] says runs in the session's lane.
public abstract class HttpSending implements Sending {
    private final HttpExchange exchange;
    private final DetachedSession session;
    private final AtomicBoolean answered = new AtomicBoolean();

    protected HttpSending(HttpExchange exchange, DetachedSession session) {
        this.exchange = exchange;
        this.session = session;
    }

    /// Brings itself to the session. On the exchange's loop, once.
    public final void begin() {
        exchange.header("Content-Type", "text/plain; charset=UTF-8");
        InLane.run(session.lane(), () -> session.send(this));
        exchange.onClosed(() -> InLane.run(session.lane(), () -> session.dismissed(this)));
    }

    protected final HttpExchange exchange() {
        return exchange;
    }

    protected final DetachedSession session() {
        return session;
    }

    @Override
    public void taken() {
        answer(204, "");
    }

    @Override
    public final void gone() {
        answer(404, "The session is over.\n");
    }

    @Override
    public final void refused() {
        answer(503, "Too many requests of this session wait.\n");
    }

    /// Answers, if that has not been done. The session is dismissed of this request when the answer is out.
    ///
    /// @param body in ASCII
    protected final void answer(int status, String body) {
        if (answered.compareAndSet(false, true)) {
            exchange.status(status).respond(body.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
