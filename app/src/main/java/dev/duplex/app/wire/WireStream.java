package dev.duplex.app.wire;

import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One page's stream of events. Events are offered from the loops of the traced connections, within
/// limits, and written in the stream's own lane as fast as the page reads. What is left out is
/// counted, and told as a gap as soon as there is room.
final class WireStream {
    /// What was left out of one connection's trace since the last gap was told.
    private record Skipped(AtomicLong frames, AtomicLong bytes) {}

    private final String id;
    private final HttpExchange exchange;
    private final Executor later;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final Map<Long, Skipped> skipped = new ConcurrentHashMap<>();
    private final AtomicBoolean gapIsDue = new AtomicBoolean();
    private volatile boolean closed;

    /// In the lane only.
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();

    /// In the lane only.
    private boolean ending;

    WireStream(String id, HttpExchange exchange, Executor later) {
        this.id = id;
        this.exchange = exchange;
        this.later = later;
    }

    String id() {
        return id;
    }

    /// Begins: says hello, and goes on when the page has room again.
    void start() {
        exchange.onDrained(this::flush);
        tell(WireEvent.of("hello").put("payloadBytes", WireTrace.MAX_PAYLOAD_BYTES).bytes());
    }

    /// The page is gone.
    void closed() {
        closed = true;
        skipped.clear();
        exchange.lane().execute(queue::clear);
    }

    /// Ends the stream when all that was told is out; any thread.
    void end() {
        exchange.lane()
                .execute(() -> {
                    ending = true;
                    flush();
                });
    }

    /// Whether a frame would be taken now.
    boolean hasRoom() {
        return !closed && queuedBytes.get() < WireTrace.MAX_QUEUED_BYTES;
    }

    /// Queues a frame; any thread. The caller has asked [#hasRoom].
    void frame(long connection, byte[] event) {
        tellGap(connection);
        enqueue(event);
    }

    /// Counts a frame that is not told; any thread.
    void skip(long connection, long bytes) {
        Skipped counts =
                skipped.computeIfAbsent(
                        connection, _ -> new Skipped(new AtomicLong(), new AtomicLong()));
        counts.frames().incrementAndGet();
        counts.bytes().addAndGet(bytes);
        if (!closed && gapIsDue.compareAndSet(false, true)) {
            later.execute(this::tellGaps);
        }
    }

    /// Queues an event that must not be left out; any thread. A page that has not read as much as
    /// [WireTrace#MAX_QUEUED_BYTES_IN_ALL] is let go instead.
    void tell(byte[] event) {
        if (queuedBytes.get() < WireTrace.MAX_QUEUED_BYTES_IN_ALL) {
            enqueue(event);
        } else if (!closed) {
            closed = true;
            exchange.end();
        }
    }

    /// Tells the last gap of a connection that has ended, and then its end; any thread.
    void ended(long connection, byte[] event) {
        tellGap(connection);
        skipped.remove(connection);
        tell(event);
    }

    private void tellGaps() {
        gapIsDue.set(false);
        if (hasRoom()) {
            skipped.keySet().forEach(this::tellGap);
        } else if (!closed && gapIsDue.compareAndSet(false, true)) {
            later.execute(this::tellGaps);
        }
    }

    private void tellGap(long connection) {
        Skipped counts = skipped.get(connection);
        if (counts == null) {
            return;
        }
        long frames = counts.frames().getAndSet(0);
        long bytes = counts.bytes().getAndSet(0);
        if (frames > 0) {
            tell(
                    WireEvent.of("gap")
                            .put("id", connection)
                            .put("frames", frames)
                            .put("bytes", bytes)
                            .bytes());
        }
    }

    private void enqueue(byte[] event) {
        if (!closed) {
            queuedBytes.addAndGet(event.length);
            exchange.lane()
                    .execute(() -> {
                        queue.add(event);
                        flush();
                    });
        }
    }

    /// In the lane.
    private void flush() {
        for (byte[] event = queue.peek(); event != null; event = queue.peek()) {
            Offer offer = exchange.write(ByteBuffer.wrap(event));
            if (offer == Offer.FULL) {
                return;
            }
            queue.remove();
            queuedBytes.addAndGet(-event.length);
        }
        if (ending && !closed) {
            closed = true;
            exchange.end();
        }
    }
}
