package dev.duplex.conformance.storm;

import dev.duplex.Session;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Who came and went as an endpoint sees it: each session opens once and ends once, and nothing comes of it before or after. For any thread.
final class Ledger {
    private final Map<String, String> open = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<WeakReference<Session>> sessions = new ConcurrentLinkedQueue<>();
    private final LongAdder count = new LongAdder();

    /// @param whose for messages
    void opened(Session session, String whose) {
        count.increment();
        sessions.add(new WeakReference<>(session));
        if (open.put(session.id(), whose) != null) {
            wrong("opened twice: " + whose);
        }
    }

    void isOpen(Session session) {
        if (!open.containsKey(session.id())) {
            wrong("something came of a session that is not open: " + session.id());
        }
    }

    void closed(Session session) {
        if (open.remove(session.id()) == null) {
            wrong("closed, but not open: " + session.id());
        }
    }

    void wrong(String what) {
        wrong.add(what);
    }

    /// How many sessions were opened, all in all.
    long count() {
        return count.sum();
    }

    /// Whose are open now.
    List<String> open() {
        return List.copyOf(open.values());
    }

    /// What should not have happened.
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// How many sessions something still holds, after a collection of garbage.
    long held() {
        System.gc();
        sessions.removeIf(session -> session.refersTo(null));
        return sessions.size();
    }
}
