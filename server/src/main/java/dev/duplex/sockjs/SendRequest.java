package dev.duplex.sockjs;

import dev.duplex.http.HttpExchange;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.HttpSending;
import dev.duplex.session.InLane;
import java.util.Locale;
import java.util.Optional;

/// A request that sends messages: `xhr_send` (`XhrPolling`), whose body is JSON, or `jsonp_send`
/// (`JsonPolling`), whose body may be a form with the JSON under `d`.
final class SendRequest extends HttpSending {
    private final boolean jsonp;
    private final int limit;
    private final int bytes;

    /// @param limit the most bytes of the body
    SendRequest(HttpExchange exchange, DetachedSession session, boolean jsonp, int limit) {
        super(exchange, session);
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

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void read() {
        exchange().body(limit, this::parse);
    }

    /// On the exchange's loop.
    private void parse(byte[] body) {
        Optional<byte[]> payload = payload(body);
        if (payload.isEmpty() || payload.get().length == 0) {
            answer(500, "Payload expected.\n");
            return;
        }
        Optional<JsonStrings> messages = JsonStrings.parse(payload.get(), false);
        if (messages.isEmpty()) {
            answer(500, "Broken JSON encoding.\n");
            return;
        }
        InLane.run(session().lane(), () -> session().received(this, messages.get()));
    }

    private Optional<byte[]> payload(byte[] body) {
        boolean form =
                jsonp
                        && exchange()
                                .request()
                                .headers()
                                .first("Content-Type")
                                .map(type -> type.toLowerCase(Locale.ROOT))
                                .filter(type ->
                                        type.startsWith("application/x-www-form-urlencoded"))
                                .isPresent();
        return form ? FormField.find(body, 'd') : Optional.of(body);
    }

    @Override
    public void taken() {
        if (jsonp) {
            answer(200, "ok");
        } else {
            super.taken();
        }
    }
}
