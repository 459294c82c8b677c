package dev.duplex.centrifuge;

import dev.duplex.Session;
import dev.duplex.centrifuge.protocol.Command;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a client has sent, in order, until it is taken: while the client is busy it waits, and nothing more is read from the session.
/// Touched in the client's lane only.
final class Intake {
    private final Session session;
    private final BooleanSupplier busy;
    private final Consumer<Command> taker;

    /// What waits; null if nothing has since the last of it was taken.
    private @Nullable Deque<Command> waiting;

    /// Whether what waits is being taken: it is not by two at once.
    private boolean taking;

    private boolean suspended;
    private boolean ended;

    /// @param busy whether the next command has to wait
    /// @param taker who takes them
    Intake(Session session, BooleanSupplier busy, Consumer<Command> taker) {
        this.session = session;
        this.busy = busy;
        this.taker = taker;
    }

    /// [#take] must follow.
    void add(Command command) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        waiting.add(command);
    }

    /// Has what waits taken, while it may be; nothing more is read before all of it is.
    void take() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (waiting != null && !busy.getAsBoolean()) {
                Command next = waiting.poll();
                if (next == null) {
                    waiting = null;
                } else {
                    taker.accept(next);
                }
            }
        } finally {
            taking = false;
        }
        if (!ended && suspended != busy.getAsBoolean()) {
            suspended = !suspended;
            if (suspended) {
                session.suspendReading();
            } else {
                // What was read meanwhile comes now, within this call.
                session.resumeReading();
            }
        }
    }

    /// Whether the client can be heard: only then it can be silent.
    boolean isHeard() {
        return !suspended;
    }

    /// Forgets what waits.
    void clear() {
        waiting = null;
    }

    /// Nothing is taken any more.
    void end() {
        ended = true;
        clear();
    }
}
