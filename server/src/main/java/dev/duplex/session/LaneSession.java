package dev.duplex.session;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Session;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.http.Request;
import dev.duplex.websocket.CloseCode;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A session as programs see it: any thread calls it, and what concerns its carrier is handed to the
/// session's lane.
///
/// Other threads' messages go into a queue with one armed task, not one task each. How much a
/// session holds is the sum of that queue, counted here, and of what the carrier holds.
///
/// Longer than most: it is all of what a program can ask of a session, and each of its methods decides only in whose hands that is.
public final class LaneSession implements Session {
    private static final System.Logger LOG = System.getLogger(LaneSession.class.getName());
    private static final CloseReason INTERNAL_ERROR =
            new CloseReason(CloseCode.INTERNAL_ERROR, "internal error");
    private static final CloseReason TOO_SLOW =
            new CloseReason(CloseCode.POLICY_VIOLATION, "too slow: the outbound queue is full");
    private static final CloseReason TOO_MANY_ROOMS =
            new CloseReason(CloseCode.POLICY_VIOLATION, "too many rooms, or too long a name");
    private static final CloseReason NO_SUCH_ROOM =
            new CloseReason(CloseCode.POLICY_VIOLATION, "there is no such room");
    private static final CloseReason ROOM_INTERRUPTED =
            new CloseReason(CloseCode.TRY_AGAIN_LATER, "messages of a room were lost");
    private static final AtomicLong IDS = new AtomicLong();
    private static final VarHandle ARMED = handle("armed");
    private static final VarHandle TOLD_FULL = handle("toldFull");
    private static final VarHandle STREAMING = handle("streaming");

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(LaneSession.class, field, boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long number = IDS.incrementAndGet();
    private final Carrier carrier;
    private final Lane lane;
    private final Request request;
    private final String subprotocol;
    private final Hub hub;
    private final Limits limits;
    private final SessionObserver observer;

    private final HandOff handoff = new HandOff();

    // Looked at by their handles, which cost a session nothing, where an atomic object each would
    // take 48 bytes.
    @SuppressWarnings("UnusedVariable")
    private volatile boolean armed;

    @SuppressWarnings("UnusedVariable")
    private volatile boolean toldFull;

    @SuppressWarnings("UnusedVariable")
    private volatile boolean streaming;

    private volatile boolean open = true;

    /// Another thread has closed it, and the lane is still to do that behind what was accepted before.
    private volatile boolean closeAsked;

    /// The last one that was set, and through it the others: most sessions have one or none, and a map takes 170 bytes for
    /// the first.
    private volatile @Nullable Attribute attributes;

    // In the lane only:
    /// This session in its rooms; made when it enters the first.
    private @Nullable RoomSubscriber subscriber;

    /// What has led, or leads, to its end.
    private @Nullable SessionEnd end;

    /// The observer knows of it.
    private boolean observed;

    /// Of the message that is being streamed, what has gone to the carrier.
    private long streamedBytes;

    public LaneSession(
            Carrier carrier,
            Lane lane,
            Request request,
            String subprotocol,
            Hub hub,
            Limits limits,
            SessionObserver observer) {
        this.carrier = carrier;
        this.lane = lane;
        this.request = request;
        this.subprotocol = subprotocol;
        this.hub = hub;
        this.limits = limits;
        this.observer = observer;
    }

    @Override
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
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
            return handOver(message);
        }
        drainIfNeeded();
        // A message that is borrowed has its size for as long as this call lasts, and no longer.
        int bytes = message.size();
        try {
            return counted(carrier.offer(message), bytes);
        } catch (RuntimeException | Error e) {
            broken(e);
            throw e;
        }
    }

    private Offer counted(Offer offer, int bytes) {
        switch (offer) {
            case ACCEPTED -> observer.sent(bytes);
            case FULL -> observer.full();
            case CLOSED -> {}
        }
        return offer;
    }

    @Override
    public Offer sendShared(Payload payload) {
        drainIfNeeded();
        if (!isOpen()) {
            return Offer.CLOSED;
        }
        if (!isWritable()) {
            observer.full();
            return Offer.FULL;
        }
        try {
            Offer offer = counted(carrier.publish(payload), payload.size());
            if (offer == Offer.FULL) {
                // Behind what runs now: the endpoint is not called from within its own call.
                execute(this::awaitRoom);
            }
            return offer;
        } catch (RuntimeException | Error e) {
            broken(e);
            throw e;
        }
    }

    /// In the lane: sends what a room published. A session that has no room for it is too slow for
    /// its rooms, and closed.
    public Offer publish(Payload payload) {
        drainIfNeeded();
        if (!open) {
            return Offer.CLOSED;
        }
        Offer offer = counted(carrier.publish(payload), payload.size());
        if (offer == Offer.FULL) {
            because(SessionEnd.SLOW);
            carrier.close(TOO_SLOW);
        }
        return offer;
    }

    /// In the lane: as [#publish(Payload)] does with each.
    Offer publish(Burst burst) {
        drainIfNeeded();
        if (!open) {
            return Offer.CLOSED;
        }
        boolean together = carrier.publish(burst);
        Offer offer = Offer.ACCEPTED;
        for (int i = 0; i < burst.publications().size() && offer == Offer.ACCEPTED; i++) {
            Payload payload = burst.publications().get(i).payload();
            offer = together ? counted(offer, payload.size()) : publish(payload);
        }
        return offer;
    }

    /// In the lane: something that was published in a room did not come, nor will what follows.
    void interrupted() {
        drainIfNeeded();
        if (open) {
            because(SessionEnd.FAILED);
            carrier.close(ROOM_INTERRUPTED);
        }
    }

    /// In the lane: sends what the session above has accepted, full or not.
    public void sendAccepted(Message message) {
        drainIfNeeded();
        if (open) {
            observer.sent(message.size());
            carrier.take(new Outgoing.Whole(message));
        }
    }

    /// In the lane: what other threads were told is accepted goes first.
    public void drainIfNeeded() {
        if (!handoff.isEmpty()) {
            drain();
        }
    }

    private Offer handOver(Message message) {
        if (!isOpen()) {
            return Offer.CLOSED;
        }
        if (!isWritable()) {
            observer.full();
            return Offer.FULL;
        }
        enqueue(new Outgoing.Whole(message.copy()));
        return Offer.ACCEPTED;
    }

    private void enqueue(Outgoing outgoing) {
        handoff.add(outgoing);
        // Where it is armed, the drain that disarms it is still to take what was added before this
        // was read.
        if (!armed && ARMED.compareAndSet(this, false, true)) {
            execute(this::drain);
        }
    }

    /// In the lane: gives what other threads queued to the carrier, in its order. What that has
    /// taken is counted there before it ceases to be counted here: else senders would find room
    /// as long as a drain goes on, and a drain would go on as long as they send.
    private void drain() {
        armed = false;
        for (Outgoing next = handoff.poll(); next != null; next = handoff.poll()) {
            if (open) {
                observe(next);
            }
            try {
                carrier.take(next);
            } catch (RuntimeException | Error e) {
                broken(e);
                LOG.log(Level.ERROR, "what " + this + " had accepted could not be sent", e);
            } finally {
                handoff.taken(next);
            }
        }
    }

    private void observe(Outgoing outgoing) {
        switch (outgoing) {
            case Outgoing.Whole whole -> observer.sent(whole.message().size());
            case Outgoing.Piece piece -> {
                streamedBytes += piece.piece().remaining();
                if (piece.last()) {
                    observer.sent(streamedBytes);
                    streamedBytes = 0;
                }
            }
            case Outgoing.Closing _ -> because(SessionEnd.CLOSED);
        }
    }

    private void awaitRoom() {
        toldFull = false;
        carrier.awaitRoom();
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
        if (!STREAMING.compareAndSet(this, false, true)) {
            throw new IllegalStateException("an earlier streamed message has not been ended");
        }
        return new Stream(text);
    }

    /// A message in pieces. Its pieces always take the way of other threads' messages, which keeps
    /// them in order whoever writes them.
    ///
    /// What waits for its end does not count against them: else a queue that is full of that would never have room again, since nobody
    /// could write what has to come before the end.
    private final class Stream implements MessageWriter {
        private final boolean text;
        private boolean ended;

        /// The carrier is still to be told that a piece found no room. Set by who writes, one at a time, and cleared in the lane.
        private volatile boolean told;

        Stream(boolean text) {
            this.text = text;
        }

        @Override
        public Offer write(byte[] piece) {
            if (ended) {
                throw new IllegalStateException("the streamed message was ended");
            }
            if (!isOpen()) {
                return Offer.CLOSED;
            }
            if (carrier.ahead() + handoff.bytes() >= limits.queueBytes()) {
                observer.full();
                if (!told) {
                    told = true;
                    execute(this::awaitRoom);
                }
                return Offer.FULL;
            }
            enqueue(new Outgoing.Piece(text, false, ByteBuffer.wrap(piece.clone())));
            return Offer.ACCEPTED;
        }

        private void awaitRoom() {
            told = false;
            carrier.awaitRoomForPiece();
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                enqueue(new Outgoing.Piece(text, true, ByteBuffer.allocate(0)));
                streaming = false;
            }
        }
    }

    /// Bytes that were accepted and have not gone out, as this thread can know.
    public long held() {
        return carrier.held() + handoff.bytes();
    }

    @Override
    public boolean isWritable() {
        if (!isOpen()) {
            return false;
        }
        if (held() < limits.queueBytes()) {
            return true;
        }
        if (TOLD_FULL.compareAndSet(this, false, true)) {
            execute(this::awaitRoom);
        }
        return false;
    }

    // --- receiving

    /// In the lane: a message of so many bytes is about to be given to the endpoint.
    public void received(int bytes) {
        observer.received(bytes);
    }

    @Override
    public void suspendReading() {
        inLane(carrier::suspendReading);
    }

    @Override
    public void resumeReading() {
        inLane(carrier::resumeReading);
    }

    // --- closing

    @Override
    public boolean isOpen() {
        return open && !closeAsked;
    }

    /// In the lane: whether it has not been closed here. What was accepted before another thread closed it still goes out.
    public boolean isLive() {
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
            because(SessionEnd.CLOSED);
            carrier.close(reason);
        } else if (isOpen()) {
            closeAsked = true;
            enqueue(new Outgoing.Closing(reason));
        }
    }

    /// In the lane: ends the session because of what the peer has sent.
    public void fail(CloseReason reason) {
        drainIfNeeded();
        because(fault(reason.code()));
        carrier.fail(reason);
    }

    /// What a peer has done that gets this close code.
    public static SessionEnd fault(int code) {
        return code == CloseCode.POLICY_VIOLATION || code == CloseCode.TOO_LARGE
                ? SessionEnd.LIMIT
                : SessionEnd.PROTOCOL;
    }

    /// In the lane: this leads to the session's end, unless something else does already.
    public void because(SessionEnd why) {
        if (end == null) {
            end = why;
        }
    }

    /// In the lane: what led to its end; [SessionEnd#LOST] if nothing else.
    public SessionEnd end() {
        return end == null ? SessionEnd.LOST : end;
    }

    /// In the lane: it begins, and its endpoint will be told.
    public void began() {
        observed = true;
        observer.opened();
    }

    /// In the lane: no more is accepted.
    public void closing() {
        open = false;
    }

    /// In the lane: the session is over.
    ///
    /// @param code what its endpoint is told
    public void ended(int code) {
        open = false;
        if (observed) {
            observed = false;
            observer.closed(end(), code);
        }
        handoff.clear();
        if (subscriber != null) {
            hub.unsubscribeAll(subscriber);
        }
    }

    /// In the lane: runs a callback of the program's. What it throws is the program's bug: the
    /// peer gets 1011.
    public void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            broken(e);
            LOG.log(Level.ERROR, "the endpoint of " + this + " failed", e);
        }
    }

    /// Something is left half done, by the program or by the carrier: nothing follows it but that.
    private void broken(Throwable cause) {
        because(SessionEnd.FAILED);
        try {
            carrier.close(INTERNAL_ERROR);
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    // --- rooms

    @Override
    public void subscribe(String room) {
        inLane(() -> {
            if (open) {
                enter(room);
            }
        });
    }

    private void enter(String room) {
        if (subscriber == null) {
            subscriber = new RoomSubscriber(this);
        }
        if (room.length() > limits.roomNameLength()) {
            refuseRoom(TOO_MANY_ROOMS);
        } else if (hub.options(room).isEmpty()) {
            refuseRoom(NO_SUCH_ROOM);
        } else if (!hub.subscribe(room, subscriber, limits.rooms())) {
            refuseRoom(TOO_MANY_ROOMS);
        }
    }

    private void refuseRoom(CloseReason why) {
        because(SessionEnd.LIMIT);
        carrier.close(why);
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

    /// Once the lane has ended, so has the session, and nothing is left to be done there.
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
        long nanos = carrier.roundTripNanos();
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private record Attribute(AttributeKey<?> key, Object value, @Nullable Attribute next) {
        /// These but the one of that key.
        static @Nullable Attribute without(AttributeKey<?> key, @Nullable Attribute all) {
            @Nullable Attribute kept = null;
            for (Attribute one = all; one != null; one = one.next) {
                if (!one.key.equals(key)) {
                    kept = new Attribute(one.key, one.value, kept);
                }
            }
            return kept;
        }
    }

    @Override
    public synchronized <T> void attribute(AttributeKey<T> key, T value) {
        attributes =
                new Attribute(
                        key,
                        Objects.requireNonNull(value, "an attribute's value"),
                        Attribute.without(key, attributes));
    }

    @Override
    @SuppressWarnings("unchecked") // a value was put under a key of its own type
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        for (Attribute one = attributes; one != null; one = one.next()) {
            if (one.key().equals(key)) {
                return Optional.of((T) one.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "session " + id() + " of " + request.remoteAddress();
    }
}
