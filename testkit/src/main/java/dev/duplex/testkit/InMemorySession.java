package dev.duplex.testkit;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.http.Request;
import dev.duplex.websocket.CloseCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A session without a network, to test an endpoint with. The test plays the peer
/// ([#peerSends], [#peerCloses]), the socket ([#full]) and the event loop ([#lane]); what the
/// endpoint sends is read with [#sent] and [#nextSent].
///
/// What the peer does happens at once, in the lane, on the calling thread. What the session does in
/// its lane by itself (`onDrained`, the end after a `close`, publications) waits until the test runs the
/// lane. The peer answers every close at once.
public final class InMemorySession implements Session {
    private static final AtomicLong IDS = new AtomicLong();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String id = "memory-" + IDS.incrementAndGet();
    private final ManualLane lane = new ManualLane();
    private final Map<AttributeKey<?>, Object> attributes = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Message> unseen = new LinkedBlockingQueue<>();
    private final Member member = new Member();
    private final Endpoint endpoint;
    private final Request request;
    private final Hub hub;

    // What follows is guarded by this object's monitor.
    private final List<Message> sent = new ArrayList<>();
    private final Deque<Message> unread = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean full;
    private boolean owesDrained;
    private boolean suspended;
    private boolean streaming;
    private Optional<CloseReason> closing = Optional.empty();
    private Optional<CloseReason> over = Optional.empty();

    private InMemorySession(Endpoint endpoint, Request request, Hub hub) {
        this.endpoint = endpoint;
        this.request = request;
        this.hub = hub;
    }

    /// A session of this endpoint, with a request for `/` and a hub of its own; `onOpen` has run.
    public static InMemorySession open(Endpoint endpoint) {
        return open(endpoint, InMemoryRequest.of("/"), new Hub());
    }

    /// A session of this endpoint that subscribes to rooms of `hub`; `onOpen` has run.
    public static InMemorySession open(Endpoint endpoint, Request request, Hub hub) {
        InMemorySession session = new InMemorySession(endpoint, request, hub);
        session.call(() -> endpoint.onOpen(session));
        return session;
    }

    // --- what the test does

    /// The peer sends a message: `onMessage` runs before this returns, unless reading is suspended; then
    /// it waits for that to end. The endpoint gets a borrowed message, which throws when it is used
    /// after the callback. Nothing comes of it when the session is over.
    public void peerSends(Message message) {
        synchronized (this) {
            unread.add(message.copy());
        }
        lane.runNow(this::read);
    }

    /// The peer sends a text message; see [#peerSends(Message)].
    public void peerSends(String text) {
        peerSends(Message.text(text));
    }

    /// The peer closes, or the connection is lost (1006): `onClose` runs before this returns.
    public void peerCloses(CloseReason reason) {
        lane.runNow(() -> end(reason));
    }

    /// Makes the outbound queue full, or gives it room: then `onDrained` waits in the lane if somebody
    /// found it full.
    public synchronized void full(boolean full) {
        this.full = full;
        if (!full && owesDrained) {
            owesDrained = false;
            lane.execute(() -> callWhileOpen(() -> endpoint.onDrained(this)));
        }
    }

    /// All that was sent, in order.
    public synchronized List<Message> sent() {
        return List.copyOf(sent);
    }

    /// The text of all that was sent, in order.
    public List<String> sentText() {
        return sent().stream().map(Message::string).toList();
    }

    /// Waits for what is sent next, from any thread.
    ///
    /// @throws AssertionError if nothing is for 20 seconds
    public Message nextSent() throws InterruptedException {
        Message next = unseen.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw new AssertionError("nothing was sent for " + PATIENCE);
        }
        return next;
    }

    /// Why the session ended; empty while it is open or closing.
    public synchronized Optional<CloseReason> closed() {
        return over;
    }

    /// Whether the session reads from the peer now.
    public synchronized boolean isReading() {
        return !suspended;
    }

    /// How many messages of the peer wait for reading to be resumed.
    public synchronized int unread() {
        return unread.size();
    }

    /// What the endpoint's callbacks threw; each closed the session with 1011.
    public synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public ManualLane lane() {
        return lane;
    }

    // --- the session

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
        return "";
    }

    @Override
    public synchronized Offer send(Message message) {
        Offer offer = room();
        if (offer == Offer.ACCEPTED) {
            out(message.copy());
        }
        return offer;
    }

    @Override
    public MessageWriter streamText() {
        return new InMemoryWriter(this, true);
    }

    @Override
    public MessageWriter streamBinary() {
        return new InMemoryWriter(this, false);
    }

    /// A streamed message begins.
    synchronized void streamBegins() {
        if (streaming) {
            throw new IllegalStateException("an earlier streamed message has not been ended");
        }
        streaming = true;
    }

    /// A streamed message is whole.
    synchronized void streamEnds(Message message) {
        streaming = false;
        if (closing.isEmpty() && over.isEmpty()) {
            out(message);
        }
    }

    /// What `send` would say.
    synchronized Offer room() {
        if (!isOpen()) {
            return Offer.CLOSED;
        }
        owesDrained |= full;
        return full ? Offer.FULL : Offer.ACCEPTED;
    }

    private void out(Message message) {
        sent.add(message);
        unseen.add(message);
    }

    @Override
    public boolean isWritable() {
        return room() == Offer.ACCEPTED;
    }

    @Override
    public synchronized boolean isOpen() {
        return closing.isEmpty() && over.isEmpty();
    }

    @Override
    public synchronized void suspendReading() {
        suspended = true;
    }

    @Override
    public synchronized void resumeReading() {
        if (suspended) {
            suspended = false;
            lane.execute(this::read);
        }
    }

    @Override
    public synchronized void close(CloseReason reason) {
        if (!CloseCode.mayBeSent(reason.code())) {
            throw new IllegalArgumentException("no Close frame may carry " + reason.code());
        }
        if (isOpen()) {
            closing = Optional.of(reason);
            lane.execute(() -> end(reason));
        }
    }

    @Override
    public void subscribe(String room) {
        inLane(() -> {
            if (isOpen()) {
                hub.subscribe(room, member);
            }
        });
    }

    @Override
    public void unsubscribe(String room) {
        inLane(() -> hub.unsubscribe(room, member));
    }

    @Override
    public Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    @Override
    public <T> void attribute(AttributeKey<T> key, T value) {
        attributes.put(key, value);
    }

    @Override
    @SuppressWarnings("unchecked") // put under a key of this type
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        return Optional.ofNullable((T) attributes.get(key));
    }

    @Override
    public String toString() {
        return id;
    }

    // --- in the lane

    private void inLane(Runnable task) {
        if (lane.inLane()) {
            task.run();
        } else {
            lane.execute(task);
        }
    }

    private void read() {
        for (Optional<Message> next = nextUnread(); next.isPresent(); next = nextUnread()) {
            BorrowedMessage lent = new BorrowedMessage(next.get());
            call(() -> endpoint.onMessage(this, lent));
            lent.takeBack();
        }
    }

    private synchronized Optional<Message> nextUnread() {
        return suspended || !isOpen() ? Optional.empty() : Optional.ofNullable(unread.poll());
    }

    private void end(CloseReason reason) {
        synchronized (this) {
            if (over.isPresent()) {
                return;
            }
            over = Optional.of(reason);
        }
        hub.unsubscribeAll(member);
        call(() -> endpoint.onClose(this, reason));
    }

    private void callWhileOpen(Runnable callback) {
        if (closed().isEmpty()) {
            call(callback);
        }
    }

    private void call(Runnable callback) {
        try {
            lane.runNow(callback);
        } catch (RuntimeException thrown) {
            synchronized (this) {
                failures.add(thrown);
            }
            close(new CloseReason(CloseCode.INTERNAL_ERROR, "internal error"));
        }
    }

    /// This session in the rooms of the hub.
    private final class Member implements Subscriber {
        @Override
        public ManualLane lane() {
            return lane;
        }

        @Override
        public Offer offer(Publication publication) {
            Offer offer = send(Message.of(publication.payload()));
            if (offer == Offer.FULL) {
                close(new CloseReason(CloseCode.POLICY_VIOLATION, "too slow for its rooms"));
            }
            return offer;
        }
    }
}
