package dev.duplex.verify.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Writes down what a subscriber notices. One thread writes; counts may be read by any; the log by who knows that the writer has ended.
public final class SubscriberRecorder {
    private final String name;
    private final String client;
    private final String channel;
    private final LongSupplier clock;
    private final long limit;
    private final Room room;
    private final List<Event> events = new ArrayList<>();

    /// Names, each once: payloads bring another string each time. Of the writer.
    private final Map<String, String> publishers = new HashMap<>();

    private final Map<String, Long> highest = new ConcurrentHashMap<>();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong beginnings = new AtomicLong();
    private final AtomicLong foreign = new AtomicLong();
    private volatile Optional<Latest> latest = Optional.empty();
    private volatile boolean hearing;
    private volatile boolean full;

    /// What came last of a channel: the publisher's name, and its number of it.
    public record Latest(String publisher, long sequence) {}

    /// @param clock nanoseconds since the run began
    /// @param limit how many events are written down
    /// @param room how many are by all subscribers together
    public SubscriberRecorder(
            String name, String client, String channel, LongSupplier clock, long limit, Room room) {
        this.name = name;
        this.client = client;
        this.channel = channel;
        this.clock = clock;
        this.limit = limit;
        this.room = room;
    }

    public String name() {
        return name;
    }

    public String client() {
        return client;
    }

    public String channel() {
        return channel;
    }

    /// It hears its channel from here on.
    public void began(Resumption how) {
        add(new Event.Began(clock.getAsLong(), how));
        beginnings.incrementAndGet();
        hearing = true;
    }

    /// It got a publication of this run.
    public void received(String fromChannel, String publisher, long sequence) {
        boolean here = fromChannel.equals(channel);
        String from = publishers.computeIfAbsent(publisher, it -> it);
        add(new Event.Received(clock.getAsLong(), here ? channel : fromChannel, from, sequence));
        received.incrementAndGet();
        if (here) {
            highest.merge(from, sequence, Math::max);
            latest = Optional.of(new Latest(from, sequence));
        }
    }

    /// It got something that is not of this run.
    public void foreign() {
        foreign.incrementAndGet();
    }

    /// It does not hear its channel any more; nothing if it did not anyway.
    ///
    /// @param why for people
    public void ended(String why) {
        if (hearing) {
            hearing = false;
            add(new Event.Ended(clock.getAsLong(), why));
        }
    }

    /// It stayed away of its own will, and comes back.
    public void woke() {
        add(new Event.Woke(clock.getAsLong()));
    }

    private void add(Event event) {
        if (events.size() < limit && room.take()) {
            events.add(event);
        } else {
            full = true;
        }
    }

    /// Whether more has happened than is written down.
    public boolean isFull() {
        return full;
    }

    /// Whether it hears its channel now.
    public boolean isHearing() {
        return hearing;
    }

    /// The highest sequence number of a publisher's publications that it got; 0 if it got none.
    public long highest(String publisher) {
        return highest.getOrDefault(publisher, 0L);
    }

    /// What it got last; empty if it got nothing.
    public Optional<Latest> latest() {
        return latest;
    }

    public long received() {
        return received.get();
    }

    /// How often it has begun to hear its channel.
    public long beginnings() {
        return beginnings.get();
    }

    /// How much it got that is not of this run.
    public long foreignCount() {
        return foreign.get();
    }

    public SubscriberLog log() {
        return new SubscriberLog(name, client, channel, full, foreign.get(), events);
    }
}
