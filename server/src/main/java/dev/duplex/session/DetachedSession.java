package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.http.Request;
import dev.duplex.websocket.CloseCode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A session that outlives the requests that carry it. What is sent waits in its outbox until a
/// [Receiver] is there to take it; what clients send comes with [Sending]s. Without a
/// receiver the session lives on for a limited time.
///
/// Its life: open; closing (the program has closed it, and what it sent before is not out yet); over
/// (the endpoint has been told; whoever still asks is told why). Then it is forgotten.
///
/// All of it runs in the session's lane; requests that arrive on others hand over to it.
///
/// Longer than most: what comes, what goes and the time that passes meet in its life, and each asks where in it the session is. What can
/// be said without that is elsewhere: [Inbound], [Sendings], [HttpReceiver].
public final class DetachedSession implements Carrier, Inbound.Target {
    private static final System.Logger LOG = System.getLogger(DetachedSession.class.getName());

    /// Requests with messages that may wait for their answer, of clients that send them one after another.
    public static final int MAX_WAITING = 16;

    /// What is told to a second receiver while the first is there (SockJS protocol, `Protocol`).
    private static final CloseReason ANOTHER =
            new CloseReason(2010, "Another connection still open");

    /// What is told to those who come back after a receiver was lost (`HandlingClose`).
    private static final CloseReason INTERRUPTED =
            new CloseReason(CloseCode.PROTOCOL_ERROR, "Connection interrupted");

    /// How messages are encoded for receivers.
    public interface Encoding {
        /// A message of one session.
        byte[] own(Message message);

        /// A publication, which the sessions of `lane` share. Called in it.
        byte[] shared(Payload payload, Lane lane);
    }

    /// What the sessions of one endpoint have in common.
    ///
    /// @param inboundBytes the most bytes of the bodies that one session holds, being read or with
    ///     messages that the endpoint has not had; a larger one is read alone
    /// @param waitingRequests the most requests with messages of one session that wait for their answer
    /// @param nanoTime the clock
    public record Settings(
            Endpoint endpoint,
            Limits limits,
            long inboundBytes,
            int waitingRequests,
            Hub hub,
            Duration heartbeatInterval,
            Duration disconnectDelay,
            Encoding encoding,
            LongSupplier nanoTime) {}

    private enum State {
        OPEN,
        CLOSING,
        OVER
    }

    private final Settings settings;
    private final Lane lane;
    private final LaneSession session;
    private final Runnable forgotten;
    private final Assembly assembly;

    private State state = State.OPEN;
    private CloseReason lastWord = CloseReason.NORMAL;

    // Out:
    /// What waits for a receiver; null if nothing does.
    private @Nullable ArrayDeque<byte[]> outbox;

    private long outboxBytes;
    private volatile long heldNow;
    private volatile long aheadNow;
    private @Nullable Receiver receiver;
    private boolean flushDue;

    /// The receiver has no room, and will say when it has.
    private boolean blocked;

    private boolean roomAwaited;
    private boolean pieceRoomAwaited;

    /// The endpoint knows of it.
    private boolean opened;

    // In:
    /// Requests with messages that wait for their answer; null if there are none.
    private @Nullable Sendings sendings;

    private final Inbound inbound;

    // Time:
    private long deadline;
    private long alarmAt;
    private Lane.@Nullable Alarm alarm;

    /// Nobody finds it any more; a receiver that has no room may still have to be told its end.
    private boolean gone;

    /// @param lane where it lives
    /// @param request the request that opens it
    /// @param subprotocol what its endpoint speaks with it, or `""`
    /// @param observer hears of it
    /// @param forgotten called in the lane when nothing is left of it
    public DetachedSession(
            Settings settings,
            Lane lane,
            Request request,
            String subprotocol,
            SessionObserver observer,
            Runnable forgotten) {
        this.settings = settings;
        this.lane = lane;
        this.forgotten = forgotten;
        Limits limits = settings.limits();
        session =
                new LaneSession(
                        this,
                        lane,
                        Keepable.kept(request),
                        subprotocol,
                        settings.hub(),
                        limits,
                        observer);
        assembly = new Assembly(limits.queueBytes(), this::enqueue);
        inbound = new Inbound(lane, limits, settings.nanoTime(), this);
    }

    /// The lane that owns it. Any thread.
    public Lane lane() {
        return lane;
    }

    /// The session that the endpoint has.
    public Session session() {
        return session;
    }

    // --- receivers

    /// Opens the session with the receiver whose request asked for it. The first call on it.
    public void open(Receiver first) {
        opened = true;
        session.began();
        // The client learns of the session when the endpoint has had its say: what the client then
        // causes elsewhere finds it in its rooms.
        session.call(() -> settings.endpoint().onOpen(session));
        receiver = first;
        first.open();
        written();
        flush();
    }

    /// It could not be opened, or not wholly: nothing is left of one of which the endpoint does not
    /// know; another ends like one that has lost its receiver.
    void failed() {
        receiver = null;
        if (opened) {
            end(new CloseReason(CloseCode.ABNORMAL, ""), INTERRUPTED);
        } else {
            state = State.OVER;
            lastWord = INTERRUPTED;
            session.ended(CloseCode.ABNORMAL);
            forget();
        }
    }

    /// Gives what waits, and what will be sent, to this receiver; or tells it why not.
    public void attach(Receiver next) {
        if (receiver != null && receiver.isDone()) {
            // The end of that one's response, just being written, has had the next request of its
            // connection read.
            InLane.behind(lane, () -> take(next));
        } else {
            take(next);
        }
    }

    private void take(Receiver next) {
        if (state == State.OVER) {
            next.close(lastWord);
        } else if (receiver != null) {
            next.close(ANOTHER);
        } else {
            receiver = next;
            blocked = false;
            deadline = now() + settings.heartbeatInterval().toNanos();
            arm();
            flush();
        }
    }

    /// A receiver that had been told to wait has room again.
    public void drained(Receiver from) {
        if (from.equals(receiver)) {
            blocked = false;
            flush();
        }
    }

    /// The connection of a receiver was lost with things on their way, or while it waited: what
    /// was lost is not known, and the session ends (SockJS protocol, `HandlingClose`).
    public void lost(Receiver from) {
        if (from.equals(receiver)) {
            receiver = null;
        }
        end(new CloseReason(CloseCode.ABNORMAL, ""), INTERRUPTED);
        // The loss may have been noticed when another waited already.
        flush();
    }

    private void written() {
        Receiver current = receiver;
        if (current != null && current.isDone()) {
            receiver = null;
            deadline = now() + settings.disconnectDelay().toNanos();
        } else {
            deadline = now() + settings.heartbeatInterval().toNanos();
        }
        arm();
    }

    private void flush() {
        flushDue = false;
        try {
            give();
        } catch (RuntimeException | Error e) {
            interrupted(e);
        }
        settle();
    }

    /// The receiver has failed. How much it has of what it was given is not known, as when its connection is lost; but it can
    /// perhaps be told.
    private void interrupted(Throwable cause) {
        session.because(SessionEnd.FAILED);
        end(new CloseReason(CloseCode.ABNORMAL, ""), INTERRUPTED);
        try {
            give();
        } catch (RuntimeException | Error e) {
            receiver = null;
            cause.addSuppressed(e);
        }
        LOG.log(Level.ERROR, "the receiver of " + this + " failed", cause);
    }

    /// Gives the receiver what waits, as far as it has room, and says why the session is closed, if it is.
    private void give() {
        Receiver current = taker();
        while (current != null && outbox != null && !blocked) {
            List<byte[]> batch = batch(outbox, current.batchBytes());
            if (current.messages(batch) != Offer.ACCEPTED) {
                blocked = true;
                break;
            }
            batch.forEach(this::taken);
            written();
            current = taker();
        }
        if (state != State.OPEN && outbox == null && current != null && !blocked) {
            if (current.close(lastWord)) {
                written();
                end(lastWord, lastWord);
            } else {
                blocked = true;
            }
        }
    }

    /// The receiver, if it takes more. The end of one's response may have what comes next on its connection read, and lead here
    /// before it is let go.
    private @Nullable Receiver taker() {
        Receiver current = receiver;
        return current == null || current.isDone() ? null : current;
    }

    /// The receiver has the first of what waits.
    private void taken(byte[] sent) {
        outboxBytes -= sent.length + Outgoing.OVERHEAD;
        if (outbox != null) {
            outbox.poll();
            if (outbox.isEmpty()) {
                outbox = null;
            }
        }
    }

    private static List<byte[]> batch(ArrayDeque<byte[]> outbox, int most) {
        List<byte[]> batch = new ArrayList<>();
        long bytes = 0;
        for (byte[] next : outbox) {
            bytes += next.length;
            if (!batch.isEmpty() && bytes > most) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    // --- sending

    @Override
    public Offer offer(Message message) {
        if (!session.isLive()) {
            return Offer.CLOSED;
        }
        if (isFull()) {
            awaitRoom();
            return Offer.FULL;
        }
        assembly.add(message);
        settle();
        return Offer.ACCEPTED;
    }

    @Override
    public Offer publish(Payload payload) {
        if (isFull()) {
            return Offer.FULL;
        }
        if (assembly.isGathering()) {
            assembly.add(Message.of(payload));
        } else {
            enqueue(settings.encoding().shared(payload, lane));
        }
        settle();
        return Offer.ACCEPTED;
    }

    @Override
    public void take(Outgoing outgoing) {
        if (state != State.OPEN) {
            return;
        }
        switch (outgoing) {
            case Outgoing.Whole whole -> assembly.add(whole.message());
            case Outgoing.Piece piece -> {
                if (!assembly.add(piece)) {
                    session.because(SessionEnd.SLOW);
                    close(
                            new CloseReason(
                                    CloseCode.TOO_LARGE,
                                    "a streamed message outgrew the outbound queue"));
                }
            }
            case Outgoing.Closing closing -> close(closing.reason());
        }
        settle();
    }

    private void enqueue(Message message) {
        enqueue(settings.encoding().own(message));
    }

    private void enqueue(byte[] encoded) {
        if (outbox == null) {
            outbox = new ArrayDeque<>(2);
        }
        outbox.add(encoded);
        outboxBytes += encoded.length + Outgoing.OVERHEAD;
        if (receiver != null && !flushDue) {
            flushDue = true;
            lane.onEndOfBatch(this::flush);
        }
    }

    private boolean isFull() {
        return outboxBytes + assembly.held() >= settings.limits().queueBytes();
    }

    /// Says how much is held, and tells the endpoint of room where it waits for that.
    private void settle() {
        long held = outboxBytes + assembly.held();
        heldNow = held;
        aheadNow = outboxBytes;
        boolean room = hasRoom(held);
        boolean pieceRoom = hasRoom(outboxBytes);
        if (((roomAwaited && room) || (pieceRoomAwaited && pieceRoom)) && state == State.OPEN) {
            roomAwaited &= !room;
            pieceRoomAwaited &= !pieceRoom;
            session.call(() -> settings.endpoint().onDrained(session));
        }
    }

    private boolean hasRoom(long held) {
        return held < settings.limits().queueBytes() / 2 + 1;
    }

    @Override
    public long held() {
        return heldNow;
    }

    @Override
    public long ahead() {
        return aheadNow;
    }

    @Override
    public void awaitRoom() {
        roomAwaited = true;
        settle();
    }

    @Override
    public void awaitRoomForPiece() {
        pieceRoomAwaited = true;
        settle();
    }

    // --- receiving

    /// A request has come with messages: it is read now, or when reading is not suspended any more
    /// and it fits beside those that are held; one that does not is not overtaken by smaller ones.
    /// What they bring is given in the order in which they are whole, so that one whose connection
    /// stalls holds up nobody; a client sends one after another.
    ///
    /// What comes after the close frame has crossed it on its way, and is for nobody; a client that were told
    /// that its session is gone would report that, perhaps before it has seen the close frame. Whose session
    /// was interrupted has to be told.
    public void send(Sending sending) {
        if (state == State.OVER && lastWord.equals(INTERRUPTED)) {
            sending.gone();
        } else if (state != State.OPEN) {
            sending.taken();
        } else {
            Sendings waiting = sendings;
            if (waiting == null) {
                waiting = new Sendings(settings, inbound);
                sendings = waiting;
            }
            if (waiting.isFull()) {
                sending.refused();
            } else {
                waiting.add(sending);
            }
        }
    }

    /// A request has been read: these are its messages.
    public void received(Sending from, Iterator<Message> messages) {
        if (sendings != null && sendings.received(from)) {
            inbound.add(messages, () -> answered(it -> it.delivered(from)));
        }
    }

    /// The request has nothing for this session: it was broken, and is answered; or is gone. One
    /// whose messages are here counts until they were given, whether anybody waits for its answer or
    /// not: else a client could make this hold any number of them.
    public void dismissed(Sending from) {
        answered(it -> it.dismissed(from));
    }

    private void answered(Consumer<Sendings> change) {
        Sendings waiting = sendings;
        if (waiting != null) {
            change.accept(waiting);
            if (waiting.isEmpty() && waiting == sendings) {
                sendings = null;
            }
        }
    }

    @Override
    public void message(Message message) {
        session.received(message.size());
        session.call(() -> settings.endpoint().onMessage(session, message));
    }

    @Override
    public void exceeded(CloseReason reason) {
        session.because(SessionEnd.LIMIT);
        close(reason);
    }

    @Override
    public void suspendReading() {
        inbound.suspend();
    }

    @Override
    public void resumeReading() {
        inbound.resume();
        if (sendings != null) {
            sendings.readOn();
        }
    }

    // --- the end

    @Override
    public void close(CloseReason reason) {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        lastWord = reason;
        session.closing();
        dropAll().forEach(Sending::taken);
        flush();
    }

    @Override
    public void fail(CloseReason reason) {
        close(reason);
    }

    /// The server stops: closes as the endpoint says, and does not wait for a receiver to tell it to.
    public void goAway() {
        session.drainIfNeeded();
        session.because(SessionEnd.SHUTDOWN);
        session.call(() -> close(settings.endpoint().goingAway()));
        if (receiver == null) {
            end(lastWord, lastWord);
        }
    }

    /// The server is at its end, and the connections with it: whoever was not told is cut off.
    public void cutOff() {
        session.drainIfNeeded();
        session.because(SessionEnd.SHUTDOWN);
        end(new CloseReason(CloseCode.ABNORMAL, ""), INTERRUPTED);
    }

    /// What still comes is for nobody: as with a WebSocket that has sent its Close.
    ///
    /// @return the requests that wait for an answer
    private List<Sending> dropAll() {
        inbound.clear();
        Sendings dropped = sendings;
        sendings = null;
        return dropped == null ? List.of() : dropped.drop();
    }

    /// @param reason for the endpoint
    /// @param told to receivers that still come
    private void end(CloseReason reason, CloseReason told) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        lastWord = told;
        session.ended(reason.code());
        outbox = null;
        outboxBytes = 0;
        heldNow = 0;
        aheadNow = 0;
        dropAll().forEach(Sending::gone);
        session.call(() -> settings.endpoint().onClose(session, reason));
        deadline = now() + settings.disconnectDelay().toNanos();
        arm();
    }

    // --- time

    private long now() {
        return settings.nanoTime().getAsLong();
    }

    /// Sees to it that an alarm comes at the deadline or earlier. One that comes earlier finds that
    /// the deadline has moved, and is set anew: most deadlines move on before they are reached.
    private void arm() {
        if (gone) {
            return;
        }
        if (alarm != null) {
            if (alarmAt - deadline <= 0) {
                return;
            }
            alarm.cancel();
        }
        alarmAt = deadline;
        try {
            alarm = lane.schedule(this::onAlarm, Duration.ofNanos(Math.max(1, deadline - now())));
        } catch (RejectedExecutionException _) {
            // The lane has ended, and with it its sessions.
            alarm = null;
        }
    }

    private void onAlarm() {
        alarm = null;
        if (now() - deadline < 0) {
            arm();
        } else if (state == State.OVER) {
            forget();
        } else if (receiver == null) {
            if (state == State.CLOSING) {
                end(lastWord, lastWord);
            } else {
                session.because(SessionEnd.SILENT);
                end(new CloseReason(CloseCode.ABNORMAL, ""), INTERRUPTED);
            }
            forget();
        } else {
            receiver.heartbeat();
            written();
        }
    }

    private void forget() {
        gone = true;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        forgotten.run();
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
