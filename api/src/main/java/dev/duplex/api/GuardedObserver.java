package dev.duplex.api;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before an observer: what that throws is logged, the first time, and goes no further.
final class GuardedObserver implements ApiObserver {
    private static final System.Logger LOG = System.getLogger(GuardedObserver.class.getName());

    private final ApiObserver observer;
    private final AtomicBoolean logged = new AtomicBoolean();

    private GuardedObserver(ApiObserver observer) {
        this.observer = observer;
    }

    /// The observer, guarded; [ApiObserver#NONE] as it is.
    static ApiObserver of(ApiObserver observer) {
        return observer.equals(ApiObserver.NONE) ? observer : new GuardedObserver(observer);
    }

    @Override
    public void answered(String method, int error) {
        try {
            observer.answered(method, error);
        } catch (RuntimeException | Error thrown) {
            if (!logged.getAndSet(true)) {
                LOG.log(
                        Level.ERROR,
                        "the API's observer failed; that it fails again will not be said",
                        thrown);
            }
        }
    }
}
