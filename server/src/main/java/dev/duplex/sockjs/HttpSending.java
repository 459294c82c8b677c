package dev.duplex.sockjs;

import dev.duplex.http.HttpExchange;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.InLane;
import dev.duplex.session.Sending;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request that sends messages: `xhr_send` (`XhrPolling`), whose body is JSON, or `jsonp_send`
/// (`JsonPolling`), whose body may be a form with the JSON under `d`. It is answered when the endpoint
/// has had its messages, so that a client is not faster than what it talks to.
final class HttpSending implements Sending {
    private final HttpExchange exchange;
    private final DetachedSession session;
    private final boolean jsonp;
    private final int limit;
    private final int bytes;
    private final AtomicBoolean answered = new AtomicBoolean();

    /// @param limit the most bytes of the body
    HttpSending(HttpExchange exchange, DetachedSession session, boolean jsonp, int limit) {
        this.exchange = exchange;
        this.session = session;
        this.jsonp = jsonp;
        this.limit = limit;
        // A body that does not say how long it is may have as much as any.
        bytes =
                exchange.request()
                        .headers()
                        .first("Content-Length")
                        .map(announced -> (int) Math.min(limit, Long.parseLong(announced)))
                        .orElse(limit);
    }

    /// Brings itself to the session. On the exchange's loop, once.
    void begin() {
        exchange.header("Content-Type", "text/plain; charset=UTF-8");
        InLane.run(session.lane(), () -> session.send(this));
        exchange.onClosed(() -> InLane.run(session.lane(), () -> session.dismissed(this)));
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void read() {
        exchange.body(limit, this::parse);
    }

    /// On the exchange's loop.
    private void parse(byte[] body) {
        Optional<byte[]> payload = payload(body);
        if (payload.isEmpty() || payload.get().length == 0) {
            fail("Payload expected.");
            return;
        }
        Optional<JsonStrings> messages = JsonStrings.parse(payload.get(), false);
        if (messages.isEmpty()) {
            fail("Broken JSON encoding.");
            return;
        }
        InLane.run(session.lane(), () -> session.received(this, messages.get()));
    }

    private Optional<byte[]> payload(byte[] body) {
        boolean form =
                jsonp
                        && exchange.request()
                                .headers()
                                .first("Content-Type")
                                .map(type -> type.toLowerCase(Locale.ROOT))
                                .filter(type ->
                                        type.startsWith("application/x-www-form-urlencoded"))
                                .isPresent();
        return form ? FormField.find(body, 'd') : Optional.of(body);
    }

    /// The session is dismissed of this request when the answer is out.
    private void fail(String why) {
        answer(500, Bytes.ascii(why + "\n"));
    }

    @Override
    public void taken() {
        if (jsonp) {
            answer(200, Bytes.ascii("ok"));
        } else {
            answer(204, new byte[0]);
        }
    }

    @Override
    public void gone() {
        answer(404, Bytes.ascii("The session is over.\n"));
    }

    @Override
    public void refused() {
        answer(503, Bytes.ascii("Too many requests of this session wait.\n"));
    }

    private void answer(int status, byte[] body) {
        if (answered.compareAndSet(false, true)) {
            exchange.status(status).respond(body);
        }
    }
}
