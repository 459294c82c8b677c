package dev.duplex.app.feed;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Simulated readings of a thermometer, a few each second at irregular times, the same for everyone;
/// made only while somebody listens or has polled lately. For any thread. Listeners are called one after
/// another on a thread of the JDK's common pool, and must not block.
final class Feed {
    /// Messages kept for who polls: half a minute's, or more. Forgotten when nobody listens any more.
    static final int HISTORY = 128;

    /// Who may listen at a time, however it is told.
    static final int MAX_LISTENERS = 64;

    /// How long after a poll messages are still made.
    static final long POLL_MILLIS = 10_000;

    private static final int SHORTEST_PAUSE_MILLIS = 150;
    private static final int LONGEST_PAUSE_MILLIS = 450;
    private static final System.Logger LOG = System.getLogger(Feed.class.getName());

    /// What lets time pass.
    interface Time {
        /// The milliseconds of the epoch.
        long millis();

        /// Runs a task later, on any thread.
        void later(long millis, Runnable task);
    }

    private enum SystemTime implements Time {
        TIME;

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public void later(long millis, Runnable task) {
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
        }
    }

    private final Time time;
    private final Set<Consumer<FeedMessage>> listeners = ConcurrentHashMap.newKeySet();
    private final RandomGenerator random = RandomGenerator.getDefault();

    // What follows is guarded by this object's monitor.
    private final ArrayDeque<FeedMessage> history = new ArrayDeque<>();
    private boolean awake;
    private long last;
    private long polledUntil;
    private double degrees = 20;

    Feed() {
        this(SystemTime.TIME);
    }

    Feed(Time time) {
        this.time = time;
    }

    /// Tells `listener` every message from now on.
    ///
    /// @return false if as many listen as may
    boolean listen(Consumer<FeedMessage> listener) {
        synchronized (this) {
            if (listeners.size() >= MAX_LISTENERS) {
                return false;
            }
            listeners.add(listener);
        }
        wake();
        return true;
    }

    /// Tells `listener` nothing any more, but perhaps the message that is being told now.
    void leave(Consumer<FeedMessage> listener) {
        listeners.remove(listener);
    }

    /// The messages after number `n`, as far as they are kept; all that are kept if there is no `n` yet,
    /// which is what a page asks with that has seen an earlier run of the program.
    List<FeedMessage> after(long n) {
        poll();
        synchronized (this) {
            return history.stream().filter(message -> message.n() > n || n > last).toList();
        }
    }

    /// The newest message: none if the feed has only begun.
    List<FeedMessage> newest() {
        poll();
        synchronized (this) {
            return history.isEmpty() ? List.of() : List.of(history.getLast());
        }
    }

    private void poll() {
        synchronized (this) {
            polledUntil = time.millis() + POLL_MILLIS;
        }
        wake();
    }

    private void wake() {
        synchronized (this) {
            if (awake) {
                return;
            }
            awake = true;
        }
        time.later(SHORTEST_PAUSE_MILLIS, this::tick);
    }

    /// One at a time: each is asked for by the one before it.
    private void tick() {
        FeedMessage message;
        synchronized (this) {
            if (listeners.isEmpty() && time.millis() >= polledUntil) {
                awake = false;
                history.clear();
                return;
            }
            message = next();
        }
        for (Consumer<FeedMessage> listener : listeners) {
            try {
                listener.accept(message);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a listener of the feed failed", e);
            }
        }
        time.later(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS), this::tick);
    }

    /// Under the monitor.
    private FeedMessage next() {
        degrees = Math.clamp(degrees + random.nextDouble(-0.5, 0.5), -10, 40);
        String text = String.format(Locale.ROOT, "simulated reading: %.1f °C", degrees);
        FeedMessage message = new FeedMessage(++last, time.millis(), text);
        history.add(message);
        if (history.size() > HISTORY) {
            history.remove();
        }
        return message;
    }
}
