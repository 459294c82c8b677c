package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Request;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before an observer: what that throws is logged, the first time, and goes no further.
final class GuardedObserver implements CentrifugeObserver {
    private static final System.Logger LOG = System.getLogger(GuardedObserver.class.getName());

    private final CentrifugeObserver observer;
    private final AtomicBoolean logged = new AtomicBoolean();

    private GuardedObserver(CentrifugeObserver observer) {
        this.observer = observer;
    }

    /// The observer, guarded; [CentrifugeObserver#NONE] as it is.
    static CentrifugeObserver of(CentrifugeObserver observer) {
        return observer.equals(CentrifugeObserver.NONE) ? observer : new GuardedObserver(observer);
    }

    @Override
    public void connected() {
        guarded(observer::connected);
    }

    @Override
    public void left() {
        guarded(observer::left);
    }

    @Override
    public void command(Request request) {
        try {
            observer.command(request);
        } catch (RuntimeException | Error e) {
            threw(e);
        }
    }

    @Override
    public void refused(ErrorCode code) {
        guarded(() -> observer.refused(code));
    }

    @Override
    public void disconnected(int code) {
        guarded(() -> observer.disconnected(code));
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
                    "the dialect's observer failed; that it fails again will not be said",
                    thrown);
        }
    }
}
