package dev.duplex.transport;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.http.Request;
import dev.duplex.websocket.CloseCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The session of a WebSocket connection, as programs see it: any thread calls it, and what
/// concerns the socket is handed to the connection's event loop.
///
/// Other threads' messages go into a queue with one armed task, not one task each. How much a
/// session holds is the sum of that queue, counted here, and of what the loop holds, which the
/// connection publishes.
final class WebSocketSession implements Session {
    private static final AtomicLong IDS = new AtomicLong();

    private final String id = Long.toString(IDS.incrementAndGet(), Character.MAX_RADIX);
    private final WebSocketConnection connection;
    private final EventLoopLane lane;
    private final Request request;
    private final String subprotocol;
    private final Hub hub;
    private final int queueBytes;

    private final Queue<Outgoing> handoff = new ConcurrentLinkedQueue<>();
    private final AtomicInteger handoffBytes = new AtomicInteger();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean toldFull = new AtomicBoolean();
    private final AtomicBoolean streaming = new AtomicBoolean();
    private final Runnable drain = this::drain;

    /// What the loop holds, as it last said.
    private volatile long loopBytes;

    private volatile boolean open = true;
    private volatile long roundTripNanos = -1;
    private volatile @Nullable Map<AttributeKey<?>, Object> attributes;

    /// This session in its rooms; made when it enters the first. Loop only.
    private @Nullable RoomSubscriber subscriber;

    WebSocketSession(
            WebSocketConnection connection,
            EventLoopLane lane,
            Request request,
            String subprotocol,
            Hub hub,
            int queueBytes) {
        this.connection = connection;
        this.lane = lane;
        this.request = request;
        this.subprotocol = subprotocol;
        this.hub = hub;
        this.queueBytes = queueBytes;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public String subprotocol() {
        return subprotocol;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    // --- sending

    @Override
    public Offer send(Message message) {
        if (!lane.inLane()) {
            return open ? handOver(new Outgoing.Whole(message.copy())) : Offer.CLOSED;
        }
        drainIfNeeded();
        return connection.offer(message);
    }

    /// On the loop: what other threads were told is accepted goes first.
    void drainIfNeeded() {
        if (!handoff.isEmpty()) {
            drain();
        }
    }

    private Offer handOver(Outgoing outgoing) {
        if (!open) {
            return Offer.CLOSED;
        }
        if (!isWritable()) {
            return Offer.FULL;
        }
        handoffBytes.addAndGet(outgoing.bytes());
        enqueue(outgoing);
        return Offer.ACCEPTED;
    }

    private void enqueue(Outgoing outgoing) {
        handoff.add(outgoing);
        if (armed.compareAndSet(false, true)) {
            execute(drain);
        }
    }

    /// On the loop: gives what other threads queued to the connection, in its order. What the loop
    /// has taken is counted there before it ceases to be counted here: else senders would find room
    /// as long as a drain goes on, and a drain would go on as long as they send.
    private void drain() {
        armed.set(false);
        for (Outgoing next = handoff.poll(); next != null; next = handoff.poll()) {
            connection.take(next);
            loopBytes = connection.held();
            handoffBytes.addAndGet(-next.bytes());
        }
    }

    private void awaitRoom() {
        toldFull.set(false);
        connection.awaitRoom();
    }

    /// On the loop: says how much the connection holds.
    void holds(long bytes) {
        loopBytes = bytes;
    }

    @Override
    public MessageWriter streamText() {
        return stream(true);
    }

    @Override
    public MessageWriter streamBinary() {
        return stream(false);
    }

    private MessageWriter stream(boolean text) {
        if (!streaming.compareAndSet(false, true)) {
            throw new IllegalStateException("an earlier streamed message has not been ended");
        }
        return new Stream(text);
    }

    /// A message in pieces. Its pieces always take the way of other threads' messages, which keeps
    /// them in order whoever writes them.
    private final class Stream implements MessageWriter {
        private final boolean text;
        private boolean ended;

        Stream(boolean text) {
            this.text = text;
        }

        @Override
        public Offer write(byte[] piece) {
            if (ended) {
                throw new IllegalStateException("the streamed message was ended");
            }
            return handOver(new Outgoing.Piece(text, false, ByteBuffer.wrap(piece.clone())));
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                Outgoing last = new Outgoing.Piece(text, true, ByteBuffer.allocate(0));
                handoffBytes.addAndGet(last.bytes());
                enqueue(last);
                streaming.set(false);
            }
        }
    }

    @Override
    public boolean isWritable() {
        if (!open) {
            return false;
        }
        if (loopBytes + handoffBytes.get() < queueBytes) {
            return true;
        }
        if (toldFull.compareAndSet(false, true)) {
            execute(this::awaitRoom);
        }
        return false;
    }

    // --- receiving

    @Override
    public void suspendReading() {
        inLane(connection::suspendReading);
    }

    @Override
    public void resumeReading() {
        inLane(connection::resumeReading);
    }

    // --- closing

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close(CloseReason reason) {
        if (!CloseCode.mayBeSent(reason.code()) && reason.code() != CloseCode.NO_STATUS) {
            throw new IllegalArgumentException(
                    "no Close frame may carry the code " + reason.code());
        }
        if (lane.inLane()) {
            drainIfNeeded();
            connection.close(reason);
        } else if (open) {
            enqueue(new Outgoing.Closing(reason));
        }
    }

    /// On the loop: no more is accepted.
    void closing() {
        open = false;
    }

    /// On the loop: the session is over.
    void ended() {
        open = false;
        handoff.clear();
        if (subscriber != null) {
            hub.unsubscribeAll(subscriber);
        }
    }

    // --- rooms

    @Override
    public void subscribe(String room) {
        inLane(() -> {
            if (open) {
                if (subscriber == null) {
                    subscriber = new RoomSubscriber(lane, connection);
                }
                hub.subscribe(room, subscriber);
            }
        });
    }

    @Override
    public void unsubscribe(String room) {
        inLane(() -> {
            if (subscriber != null) {
                hub.unsubscribe(room, subscriber);
            }
        });
    }

    private void inLane(Runnable task) {
        if (lane.inLane()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /// Once the loop has ended, so has the session, and nothing is left to be done there.
    private void execute(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException _) {
            open = false;
            handoff.clear();
        }
    }

    // --- the rest

    @Override
    public Optional<Duration> roundTrip() {
        long nanos = roundTripNanos;
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    @Override
    public synchronized <T> void attribute(AttributeKey<T> key, T value) {
        Map<AttributeKey<?>, Object> map = attributes;
        if (map == null) {
            map = new ConcurrentHashMap<>();
            attributes = map;
        }
        map.put(key, value);
    }

    @Override
    @SuppressWarnings("unchecked") // a value was put under a key of its own type
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        Map<AttributeKey<?>, Object> map = attributes;
        return map == null ? Optional.empty() : Optional.ofNullable((T) map.get(key));
    }

    @Override
    public String toString() {
        return "session " + id + " of " + request.remoteAddress();
    }
}
