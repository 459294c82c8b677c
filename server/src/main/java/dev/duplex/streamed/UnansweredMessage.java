package dev.duplex.streamed;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.Sending;
import dev.duplex.websocket.CloseCode;
import java.util.List;

/// A message without a request that waits for its answer: it came with the request that opened the session. Its client learns by its stream what becomes of
/// it.
final class UnansweredMessage implements Sending {
    /// What is left out its client cannot know of otherwise.
    private static final CloseReason TOO_MANY =
            new CloseReason(CloseCode.POLICY_VIOLATION, "too many requests wait");

    private final DetachedSession session;
    private final Message message;

    UnansweredMessage(DetachedSession session, Message message) {
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
        session.exceeded(TOO_MANY);
    }
}
