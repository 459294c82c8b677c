package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.Sending;
import java.util.List;

/// What came with the request that opened a session. Its answer is the session's stream.
final class FirstMessage implements Sending {
    private final DetachedSession session;
    private final Message message;

    FirstMessage(DetachedSession session, Message message) {
        this.session = session;
        this.message = message.copy();
    }

    @Override
    public int bytes() {
        return message.size();
    }

    @Override
    public void read() {
        session.received(this, List.of(message).iterator());
    }

    @Override
    public void taken() {
        // The stream is the answer.
    }

    @Override
    public void gone() {
        // The stream has told it.
    }

    @Override
    public void refused() {
        throw new IllegalStateException("nothing waits before the first message");
    }
}
