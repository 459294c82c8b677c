package dev.duplex.testkit.engine;

import dev.duplex.channels.Event;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes down what an engine brings, channel by channel, and whether two threads ever brought something of one
/// channel at the same time.
public final class RecordingListener implements StreamListener {
    private final Map<String, List<Event>> events = new ConcurrentHashMap<>();
    private final Map<String, AtomicBoolean> calling = new ConcurrentHashMap<>();
    private volatile boolean overlapped;

    private final Duration patience;

    /// @param patience how long it waits for what has to come
    RecordingListener(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void published(Publication publication) {
        add(publication.channel(), publication);
    }

    @Override
    public void signalled(String channel, Signal signal) {
        add(channel, signal);
    }

    @Override
    public void resumed(String channel) {}

    @Override
    public void interrupted(String channel) {}

    @Override
    public void endOfBatch() {
        synchronized (events) {
            events.notifyAll();
        }
    }

    /// What came of a channel, once it is so much; fails if less comes in time.
    public List<Event> await(String channel, int count) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (events) {
            while (of(channel).size() < count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(
                            "of channel "
                                    + channel
                                    + " came only "
                                    + of(channel)
                                    + ", not "
                                    + count);
                }
                TimeUnit.NANOSECONDS.timedWait(events, left);
            }
            return of(channel);
        }
    }

    /// The publications that came of a channel, once there are so many events.
    public List<Publication> awaitPublications(String channel, int count)
            throws InterruptedException {
        return await(channel, count).stream()
                .filter(Publication.class::isInstance)
                .map(Publication.class::cast)
                .toList();
    }

    /// What came of a channel until now.
    public List<Event> of(String channel) {
        synchronized (events) {
            return List.copyOf(events.getOrDefault(channel, List.of()));
        }
    }

    /// Whether two threads brought something of one channel at the same time.
    public boolean overlapped() {
        return overlapped;
    }

    private void add(String channel, Event event) {
        AtomicBoolean busy = calling.computeIfAbsent(channel, _ -> new AtomicBoolean());
        if (!busy.compareAndSet(false, true)) {
            overlapped = true;
        }
        synchronized (events) {
            events.computeIfAbsent(channel, _ -> new ArrayList<>()).add(event);
        }
        busy.set(false);
    }
}
