package dev.duplex.transport;

import dev.duplex.Message;
import dev.duplex.session.Outgoing;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Messages of one connection that wait for the end of a streamed one, in their order. On the event loop only.
final class HeldBack {
    private final ArrayDeque<Outgoing.Whole> messages = new ArrayDeque<>(4);
    private int bytes;

    void add(Outgoing.Whole message) {
        messages.add(message);
        bytes += message.bytes();
    }

    /// Takes the first one out; null if there is none.
    @Nullable Message poll() {
        Outgoing.Whole next = messages.poll();
        if (next == null) {
            return null;
        }
        bytes -= next.bytes();
        return next.message();
    }

    /// How much of the session's queue they take.
    int bytes() {
        return bytes;
    }
}
