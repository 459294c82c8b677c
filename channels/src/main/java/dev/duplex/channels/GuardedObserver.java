package dev.duplex.channels;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before a hub's observer: what that throws is logged, the first time, and goes no further.
///
/// Without a closure where it is called often: then nothing is allocated.
final class GuardedObserver implements HubObserver {
    private static final System.Logger LOG = System.getLogger(GuardedObserver.class.getName());

    private final HubObserver observer;
    private final AtomicBoolean logged = new AtomicBoolean();

    private GuardedObserver(HubObserver observer) {
        this.observer = observer;
    }

    /// The observer, guarded; [HubObserver#NONE] as it is.
    static HubObserver of(HubObserver observer) {
        return observer.equals(HubObserver.NONE) ? observer : new GuardedObserver(observer);
    }

    @Override
    public void observes(Hub hub) {
        guarded(() -> observer.observes(hub));
    }

    @Override
    public void published(String channel, Published published, long nanos) {
        try {
            observer.published(channel, published, nanos);
        } catch (RuntimeException | Error e) {
            threw(e);
        }
    }

    @Override
    public void publishRefused(String channel, Problem problem) {
        guarded(() -> observer.publishRefused(channel, problem));
    }

    @Override
    public void publishFailed(String channel) {
        guarded(() -> observer.publishFailed(channel));
    }

    @Override
    public void entered(String channel) {
        guarded(() -> observer.entered(channel));
    }

    @Override
    public void left(String channel) {
        guarded(() -> observer.left(channel));
    }

    @Override
    public void relayed(RelayOutcome outcome, long nanos) {
        guarded(() -> observer.relayed(outcome, nanos));
    }

    @Override
    public void relayArrived(RelayOutcome outcome) {
        guarded(() -> observer.relayArrived(outcome));
    }

    @Override
    public void started(Subscription subscription, Start start) {
        guarded(() -> observer.started(subscription, start));
    }

    @Override
    public void refused(String channel, Problem problem) {
        guarded(() -> observer.refused(channel, problem));
    }

    @Override
    public void ended(Subscription subscription, End end) {
        guarded(() -> observer.ended(subscription, end));
    }

    @Override
    public void offered(String channel, long count) {
        try {
            observer.offered(channel, count);
        } catch (RuntimeException | Error e) {
            threw(e);
        }
    }

    @Override
    public void skipped(Subscription subscription, long count) {
        try {
            observer.skipped(subscription, count);
        } catch (RuntimeException | Error e) {
            threw(e);
        }
    }

    @Override
    public void delivered(Subscription subscription, Publication publication) {
        try {
            observer.delivered(subscription, publication);
        } catch (RuntimeException | Error e) {
            threw(e);
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
                    "the hub's observer failed; that it fails again will not be said",
                    thrown);
        }
    }
}
