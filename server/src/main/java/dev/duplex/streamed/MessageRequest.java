package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.http.HttpExchange;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.HttpSending;
import java.util.List;

/// A request that brings one message, which has been read already: it says which session it is for.
final class MessageRequest extends HttpSending {
    private final Message message;

    /// @param message owns its bytes
    MessageRequest(HttpExchange exchange, DetachedSession session, Message message) {
        super(exchange, session);
        this.message = message;
    }

    @Override
    public int bytes() {
        return message.size();
    }

    @Override
    public void read() {
        session().received(this, List.of(message).iterator());
    }
}
