package dev.duplex.app;

import dev.duplex.Server;
import dev.duplex.app.services.Readiness;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How a server comes to its end, whoever has asked for it: load balancers are let know for a while, clients are sent away over another, then
/// what is left is closed. It happens once. Thread-safe; logs what it does.
final class Ending {
    /// What goes on. In this order.
    enum Phase {
        SERVING,
        /// `/ready` says that clients should go elsewhere; they are taken nevertheless.
        ANNOUNCED,
        /// No connection is accepted any more; sessions are closed one after the other.
        DRAINING,
        /// What is left is being closed.
        CLOSING
    }

    /// How long it takes its time.
    ///
    /// @param delay while `/ready` says so and nothing else happens
    /// @param window over which sessions are closed
    record Plan(Duration delay, Duration window) {
        private static final Plan NONE = new Plan(Duration.ZERO, Duration.ZERO);

        Duration whole() {
            return delay.plus(window);
        }
    }

    /// How far it is.
    ///
    /// @param sessions that are there now
    /// @param of how many that were when draining began, or are now if it has not
    record Progress(Phase phase, int sessions, int of, Plan plan) {}

    private static final System.Logger LOG = System.getLogger(Ending.class.getName());

    private final Readiness readiness;
    private final Plan told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Guarded by the lock.
    private Phase phase = Phase.SERVING;
    private Plan plan = Plan.NONE;
    private int atFirst;
    private boolean hastened;
    private @Nullable Server server;
    private @Nullable Runnable closing;
    private @Nullable Thread draining;

    /// @param told how it ends if the settings alone say so
    Ending(Readiness readiness, Plan told) {
        this.readiness = readiness;
        this.told = told;
    }

    /// From now on it may end.
    ///
    /// @param closing closes the server, and what belongs to it
    void serves(Server server, Runnable closing) {
        lock.lock();
        try {
            this.server = server;
            this.closing = closing;
        } finally {
            lock.unlock();
        }
    }

    /// How it ends if nobody says otherwise.
    Plan told() {
        return told;
    }

    /// Ends the server on the calling thread, as the settings say. If it is ending already, it goes on as it was asked to, but takes no longer than the settings would
    /// let it from here on. Returns when it has ended.
    void end() {
        if (begin(told)) {
            carryOut();
            return;
        }
        if (!awaitClosing(told.whole())) {
            hasten();
        }
        ended.join();
    }

    /// Begins to end the server, which goes on on a thread of its own.
    ///
    /// @return whether it was serving until now
    boolean drain(Plan asked) {
        if (!begin(asked)) {
            return false;
        }
        Thread.ofPlatform().name("duplex-drain").start(this::carryOut);
        return true;
    }

    /// How far it is.
    Progress progress() {
        lock.lock();
        try {
            int sessions = server == null ? 0 : server.sessions();
            return new Progress(
                    phase,
                    sessions,
                    phase.compareTo(Phase.DRAINING) < 0 ? sessions : atFirst,
                    plan);
        } finally {
            lock.unlock();
        }
    }

    /// How far it is when it has come beyond this phase, or after this time at the latest. An interrupted thread does not wait.
    Progress progressBeyond(Phase known, Duration atMost) {
        awaitUntil(() -> phase != known, atMost);
        return progress();
    }

    private boolean begin(Plan asked) {
        lock.lock();
        try {
            if (phase != Phase.SERVING || server == null) {
                return false;
            }
            plan = asked;
            readiness.stopping();
            enter(Phase.ANNOUNCED);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// On the thread of whoever has begun it: nobody else changes the plan, or what serves.
    private void carryOut() {
        Server whole = started(server);
        try {
            if (plan.delay().isPositive()) {
                LOG.log(
                        Level.INFO,
                        "Stopping in {0}: until then /ready answers 503",
                        written(plan.delay()));
                boolean _ = awaitUntil(() -> hastened, plan.delay());
            }
            if (plan.window().isPositive() && beginDraining(whole)) {
                LOG.log(
                        Level.INFO,
                        "Draining: {0} sessions are closed over {1}",
                        atFirst,
                        written(plan.window()));
                whole.drain(plan.window());
            }
        } finally {
            beginClosing();
            try {
                started(closing).run();
            } finally {
                ended.complete(null);
            }
        }
    }

    private boolean beginDraining(Server whole) {
        lock.lock();
        try {
            if (hastened) {
                return false;
            }
            atFirst = whole.sessions();
            draining = Thread.currentThread();
            enter(Phase.DRAINING);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void beginClosing() {
        lock.lock();
        try {
            if (phase != Phase.DRAINING) {
                atFirst = started(server).sessions();
            } else if (hastened) {
                // It was for the drain, and closing takes the time that it has.
                boolean _ = Thread.interrupted();
            }
            enter(Phase.CLOSING);
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private void enter(Phase next) {
        phase = next;
        news.signalAll();
    }

    /// What is waited for is over.
    private void hasten() {
        lock.lock();
        try {
            if (phase == Phase.CLOSING) {
                return;
            }
            LOG.log(Level.INFO, "Stopping sooner than asked for: the program was told to end");
            hastened = true;
            news.signalAll();
            if (draining != null) {
                draining.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitClosing(Duration atMost) {
        return awaitUntil(() -> phase == Phase.CLOSING, atMost);
    }

    /// Whether something came to be so before that; an interrupted thread does not wait.
    private boolean awaitUntil(BooleanSupplier so, Duration atMost) {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(atMost);
            while (!so.getAsBoolean() && left > 0) {
                left = news.awaitNanos(left);
            }
            return so.getAsBoolean();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return so.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private static <T> T started(@Nullable T part) {
        return Optional.ofNullable(part)
                .orElseThrow(() -> new IllegalStateException("nothing serves yet"));
    }

    /// `10s`, `1h30m`.
    static String written(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
