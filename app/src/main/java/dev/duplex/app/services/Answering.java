package dev.duplex.app.services;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Offer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Answers each message with one, on the event loop. A peer that does not read what it asked for is not
/// read from until it does; what had come already waits, and nothing is lost.
abstract class Answering implements Endpoint {
    /// What waits for room in the outbound queues, by session; each deque belongs to its session's
    /// loop. Almost always empty, and then one read of it is all that an answer costs.
    private final ConcurrentMap<Session, Deque<Message>> waiting = new ConcurrentHashMap<>();

    /// What is sent when `message` came: that itself, or an owned one.
    abstract Message answer(Message message);

    @Override
    public void onMessage(Session session, Message message) {
        Message answer = answer(message);
        Deque<Message> before = waiting.isEmpty() ? null : waiting.get(session);
        if (before != null) {
            before.add(answer.copy());
            return;
        }
        if (session.send(answer) == Offer.FULL) {
            session.suspendReading();
            Deque<Message> deque = new ArrayDeque<>();
            deque.add(answer.copy());
            waiting.put(session, deque);
        }
    }

    @Override
    public void onDrained(Session session) {
        Deque<Message> deque = waiting.get(session);
        if (deque == null) {
            return;
        }
        for (Message next = deque.peek(); next != null; next = deque.peek()) {
            if (session.send(next) == Offer.FULL) {
                return;
            }
            deque.remove();
        }
        waiting.remove(session);
        session.resumeReading();
    }

    /// Whether nothing waits.
    boolean isIdle() {
        return waiting.isEmpty();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        waiting.remove(session);
    }
}
