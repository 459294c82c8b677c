package dev.duplex.transport;

import dev.duplex.Message;
import dev.duplex.session.Outgoing;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Messages of one connection that wait for the end of a streamed one, in their order. On the event loop, but for [#bytes].
final class HeldBack {
    private final ArrayDeque<Outgoing.Whole> messages = new ArrayDeque<>(4);
    private final AtomicInteger bytes = new AtomicInteger();

    void add(Outgoing.Whole message) {
        messages.add(message);
        bytes.addAndGet(message.bytes());
    }

    /// Takes the first one out; null if there is none.
    @Nullable Message poll() {
        Outgoing.Whole next = messages.poll();
        if (next == null) {
            return null;
        }
        bytes.addAndGet(-next.bytes());
        return next.message();
    }

    /// How much of the session's queue they take. Any thread.
    int bytes() {
        return bytes.get();
    }
}
