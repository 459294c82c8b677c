package dev.duplex.session;

import dev.duplex.ServerObserver;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.SessionTransport;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before an observer: what that throws is logged, the first time, and goes no further.
public final class GuardedObserver implements ServerObserver {
    private static final System.Logger LOG = System.getLogger(GuardedObserver.class.getName());

    private final ServerObserver observer;
    private final AtomicBoolean logged = new AtomicBoolean();

    private GuardedObserver(ServerObserver observer) {
        this.observer = observer;
    }

    /// The observer, guarded; [ServerObserver#NONE] as it is.
    public static ServerObserver of(ServerObserver observer) {
        return observer.equals(ServerObserver.NONE) ? observer : new GuardedObserver(observer);
    }

    @Override
    public void connectionOpened() {
        guarded(observer::connectionOpened);
    }

    @Override
    public void connectionClosed() {
        guarded(observer::connectionClosed);
    }

    @Override
    public void connectionRefused(Refusal why) {
        guarded(() -> observer.connectionRefused(why));
    }

    @Override
    public void tlsFailed() {
        guarded(observer::tlsFailed);
    }

    @Override
    public void responded(int status) {
        guarded(() -> observer.responded(status));
    }

    @Override
    public void sessionRefused(String endpoint, int status) {
        guarded(() -> observer.sessionRefused(endpoint, status));
    }

    @Override
    public SessionObserver sessions(String endpoint, SessionTransport transport) {
        try {
            return new Sessions(observer.sessions(endpoint, transport));
        } catch (RuntimeException | Error e) {
            threw(e);
            return SessionObserver.NONE;
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            threw(e);
        }
    }

    private void threw(Throwable thrown) {
        if (!logged.getAndSet(true)) {
            LOG.log(
                    Level.ERROR,
                    "the server's observer failed; that it fails again will not be said",
                    thrown);
        }
    }

    /// The same for sessions. Not by `guarded`: this is done for every message, and allocates nothing.
    private final class Sessions implements SessionObserver {
        private final SessionObserver sessions;

        Sessions(SessionObserver sessions) {
            this.sessions = sessions;
        }

        @Override
        public void opened() {
            guarded(sessions::opened);
        }

        @Override
        public void closed(SessionEnd why, int code) {
            guarded(() -> sessions.closed(why, code));
        }

        @Override
        public void received(int bytes) {
            try {
                sessions.received(bytes);
            } catch (RuntimeException | Error e) {
                threw(e);
            }
        }

        @Override
        public void sent(long bytes) {
            try {
                sessions.sent(bytes);
            } catch (RuntimeException | Error e) {
                threw(e);
            }
        }

        @Override
        public void full() {
            try {
                sessions.full();
            } catch (RuntimeException | Error e) {
                threw(e);
            }
        }

        @Override
        public void roundTrip(long nanos) {
            try {
                sessions.roundTrip(nanos);
            } catch (RuntimeException | Error e) {
                threw(e);
            }
        }
    }
}
