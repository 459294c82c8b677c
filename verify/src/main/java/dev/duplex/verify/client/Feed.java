package dev.duplex.verify.client;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// What comes over a connection, from the thread that reads to the one that asks. While [#ROOM] things wait, nothing more is read.
final class Feed<T> {
    /// How many things wait at most.
    static final int ROOM = 256;

    /// How often a reader looks whether anybody still asks.
    private static final long LOOK_MILLIS = 100;

    private final BlockingQueue<Item<T>> items = new ArrayBlockingQueue<>(ROOM);
    private volatile boolean closed;

    private sealed interface Item<T> {
        record Thing<T>(T thing) implements Item<T> {}

        record End<T>(String why) implements Item<T> {}
    }

    /// Gives a thing, waiting for room.
    ///
    /// @return whether anybody wants it
    boolean put(T thing) throws InterruptedException {
        return add(new Item.Thing<>(thing));
    }

    /// Nothing more comes.
    ///
    /// @param why for people
    void end(String why) throws InterruptedException {
        add(new Item.End<>(why));
    }

    private boolean add(Item<T> item) throws InterruptedException {
        while (!closed) {
            if (items.offer(item, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /// The next thing.
    ///
    /// @param patience how long it may take
    /// @throws ConnectionLostException if there is none in time, or any more
    T take(Duration patience) throws ConnectionLostException, InterruptedException {
        Item<T> item = items.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return switch (item) {
            case null ->
                    throw new ConnectionLostException(
                            "nothing came for %.1f seconds".formatted(patience.toMillis() / 1e3));
            case Item.Thing<T>(T thing) -> thing;
            case Item.End<T>(String why) -> throw new ConnectionLostException(why);
        };
    }

    /// Nobody asks any more.
    void close() {
        closed = true;
    }
}
