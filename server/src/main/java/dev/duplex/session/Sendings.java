package dev.duplex.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The requests with messages of one [DetachedSession] that wait for their answer: a limited number of them, of whose bodies no more is held at a
/// time than may be. Made for the first and dropped behind the last. In the session's lane only.
final class Sendings {
    private final DetachedSession.Settings settings;
    private final Inbound inbound;

    /// All of them.
    private final List<Sending> waiting = new ArrayList<>(2);

    /// Those that came while reading was suspended, or others were as large as may be.
    private final ArrayDeque<Sending> unread = new ArrayDeque<>(2);

    /// Those that are being read.
    private final List<Sending> reading = new ArrayList<>(2);

    /// The bytes of those that are not unread.
    private long held;

    /// @param inbound gets their messages
    Sendings(DetachedSession.Settings settings, Inbound inbound) {
        this.settings = settings;
        this.inbound = inbound;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Whether no other may wait.
    boolean isFull() {
        return waiting.size() >= settings.waitingRequests();
    }

    /// Another has come: it is read now, or when it is its turn.
    void add(Sending sending) {
        waiting.add(sending);
        unread.add(sending);
        readOn();
    }

    /// Reads those for which there is room, in their order, unless reading is suspended: one that does not fit is not overtaken by smaller ones.
    void readOn() {
        while (!unread.isEmpty() && !inbound.isSuspended() && fits(unread.element())) {
            Sending next = unread.remove();
            held += next.bytes();
            reading.add(next);
            next.read();
        }
    }

    private boolean fits(Sending next) {
        return held == 0 || next.bytes() <= settings.inboundBytes() - held;
    }

    /// One has been read.
    ///
    /// @return whether its messages are wanted
    boolean received(Sending sending) {
        return reading.remove(sending);
    }

    /// The endpoint has had its messages: it is answered, and what is behind it may fit.
    void delivered(Sending sending) {
        if (waiting.remove(sending)) {
            sending.taken();
            release(sending);
        }
    }

    /// It is answered already, or gone. One whose messages are here counts until they were given.
    void dismissed(Sending sending) {
        if (unread.remove(sending)) {
            waiting.remove(sending);
            readOn();
        } else if (reading.remove(sending)) {
            waiting.remove(sending);
            release(sending);
        }
    }

    private void release(Sending sending) {
        held -= sending.bytes();
        readOn();
    }

    /// Forgets all of them.
    ///
    /// @return those that wait for their answer
    List<Sending> drop() {
        List<Sending> dropped = List.copyOf(waiting);
        waiting.clear();
        unread.clear();
        reading.clear();
        return dropped;
    }
}
