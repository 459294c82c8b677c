package dev.duplex.channels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Something that is said of a member when it comes and taken back when it goes: that it is present, that it has joined.
/// It is taken back once, and only if it was said; also if it goes on another thread while it is being said.
final class Notice {
    private enum State {
        UNSAID,
        SAYING,
        SAID,
        OVER
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Notice.class, "state", State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile State state = State.UNSAID;

    /// Says it, unless it is over; and takes it back if it is over by then.
    void say(Runnable saying, Runnable takingBack) {
        if (!STATE.compareAndSet(this, State.UNSAID, State.SAYING)) {
            return;
        }
        saying.run();
        if (!STATE.compareAndSet(this, State.SAYING, State.SAID)) {
            takingBack.run();
        }
    }

    /// It is over: takes it back if it was said. If it is being said now, whoever says it takes it back.
    void end(Runnable takingBack) {
        if ((State) STATE.getAndSet(this, State.OVER) == State.SAID) {
            takingBack.run();
        }
    }

    /// Whether it was said and is not over.
    boolean said() {
        return state == State.SAID;
    }
}
