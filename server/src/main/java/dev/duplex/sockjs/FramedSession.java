package dev.duplex.sockjs;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.SessionEnd;
import dev.duplex.SessionTransport;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.http.Request;
import dev.duplex.session.Assembly;
import dev.duplex.session.Carrier;
import dev.duplex.session.EndpointObservers;
import dev.duplex.session.InLane;
import dev.duplex.session.Inbound;
import dev.duplex.session.LaneSession;
import dev.duplex.session.Outgoing;
import dev.duplex.websocket.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A SockJS session that a WebSocket session carries: what the program sends goes out as the
/// protocol's frames, each a text message of that session, which queues, limits and closes. In the
/// lane of both.
final class FramedSession implements Carrier, Inbound.Target {
    /// What the sessions of one endpoint have in common.
    record Settings(
            Endpoint endpoint,
            Limits limits,
            Hub hub,
            MessageEncoder encoder,
            Duration heartbeatInterval,
            EndpointObservers observers) {}

    private static final Message OPEN = Message.text(Frames.OPEN);
    private static final Message HEARTBEAT = Message.text(Frames.HEARTBEAT);

    private final Settings settings;
    private final LaneSession connection;
    private final LaneSession session;
    private final Lane lane;
    private final Assembly assembly;
    private final Inbound inbound;
    private Lane.@Nullable Alarm heartbeat;

    /// What waits for the end of a streamed message, for other threads.
    private volatile long waitingNow;

    private boolean roomAwaited;
    private boolean pieceRoomAwaited;
    private boolean ended;

    FramedSession(Settings settings, LaneSession connection, Request request) {
        this.settings = settings;
        this.connection = connection;
        lane = connection.lane();
        session =
                new LaneSession(
                        this,
                        lane,
                        request,
                        "",
                        settings.hub(),
                        settings.limits(),
                        settings.observers().of(lane, SessionTransport.SOCKJS_WEBSOCKET));
        assembly = new Assembly(settings.limits().queueBytes(), this::frame);
        inbound = new Inbound(lane, settings.limits(), System::nanoTime, this);
    }

    void open() {
        connection.send(OPEN);
        armHeartbeat();
        session.began();
        session.call(() -> settings.endpoint().onOpen(session));
    }

    // --- sending

    @Override
    public Offer offer(Message message) {
        if (!session.isLive()) {
            return Offer.CLOSED;
        }
        if (isAssemblyFull() || !connection.isWritable()) {
            roomAwaited = true;
            return Offer.FULL;
        }
        assembly.add(message);
        waitingNow = assembly.held();
        return Offer.ACCEPTED;
    }

    @Override
    public Offer publish(Payload payload) {
        if (isAssemblyFull() || connection.held() >= settings.limits().queueBytes()) {
            return Offer.FULL;
        }
        if (assembly.isGathering()) {
            assembly.add(Message.of(payload));
            waitingNow = assembly.held();
            return Offer.ACCEPTED;
        }
        return connection.publish(settings.encoder().sharedFrame(payload, lane));
    }

    @Override
    public void take(Outgoing outgoing) {
        if (!session.isLive()) {
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
        waitingNow = assembly.held();
        if (outgoing instanceof Outgoing.Piece piece && piece.last()) {
            // What waited for that has gone to the connection. Behind what runs now: that may be
            // the endpoint's own call.
            InLane.behind(lane, this::tellOfRoom);
        }
    }

    /// What the session has accepted goes out, whether its connection is full by now or not.
    private void frame(Message message) {
        byte[] string = settings.encoder().own(message);
        connection.sendAccepted(Message.text(Frames.messages(List.of(string))));
    }

    private boolean isAssemblyFull() {
        return assembly.held() >= settings.limits().queueBytes();
    }

    /// Tells the endpoint of room where it waits for that. The connection that says that it has none
    /// calls [#drained] when it has.
    private void tellOfRoom() {
        if ((roomAwaited || pieceRoomAwaited) && connection.isWritable()) {
            drained();
        }
    }

    /// The connection and what waits for the end of a streamed message have room each for themselves.
    @Override
    public long held() {
        return Math.max(connection.held(), waitingNow);
    }

    @Override
    public long ahead() {
        return connection.held();
    }

    @Override
    public void awaitRoom() {
        roomAwaited = true;
        tellOfRoom();
    }

    @Override
    public void awaitRoomForPiece() {
        pieceRoomAwaited = true;
        tellOfRoom();
    }

    /// The connection has room again.
    void drained() {
        boolean room = !isAssemblyFull();
        if (((roomAwaited && room) || pieceRoomAwaited) && session.isLive()) {
            roomAwaited &= !room;
            pieceRoomAwaited = false;
            session.call(() -> settings.endpoint().onDrained(session));
        }
    }

    @Override
    public long roundTripNanos() {
        return connection.roundTrip().map(Duration::toNanos).orElse(-1L);
    }

    // --- receiving

    /// A frame has come with these messages.
    void received(JsonStrings messages) {
        inbound.add(messages, this::given);
        if (!inbound.isEmpty()) {
            connection.suspendReading();
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
        fail(reason);
    }

    void drain() {
        session.drainIfNeeded();
    }

    /// Whether messages of a frame wait.
    boolean isGiving() {
        return !inbound.isEmpty();
    }

    private void given() {
        if (inbound.isEmpty() && !inbound.isSuspended()) {
            connection.resumeReading();
        }
    }

    @Override
    public void suspendReading() {
        inbound.suspend();
        connection.suspendReading();
    }

    @Override
    public void resumeReading() {
        inbound.resume();
        if (inbound.isEmpty()) {
            connection.resumeReading();
        }
    }

    // --- the end

    @Override
    public void close(CloseReason reason) {
        if (!session.isLive()) {
            return;
        }
        session.closing();
        inbound.clear();
        connection.sendAccepted(Message.text(Frames.close(reason)));
        connection.close(reason);
    }

    @Override
    public void fail(CloseReason reason) {
        if (session.isLive()) {
            session.closing();
            inbound.clear();
            connection.sendAccepted(Message.text(Frames.close(reason)));
            connection.fail(reason);
        }
    }

    /// The server stops.
    void goAway() {
        session.drainIfNeeded();
        session.because(SessionEnd.SHUTDOWN);
        session.call(() -> close(settings.endpoint().goingAway()));
    }

    /// The connection is over.
    void ended(CloseReason reason) {
        ended = true;
        if (heartbeat != null) {
            heartbeat.cancel();
            heartbeat = null;
        }
        inbound.clear();
        session.because(connection.end());
        session.ended(reason.code());
        session.call(() -> settings.endpoint().onClose(session, reason));
    }

    // --- time

    private void armHeartbeat() {
        try {
            heartbeat = lane.schedule(this::beat, settings.heartbeatInterval());
        } catch (RejectedExecutionException _) {
            // The lane has ended, and with it its sessions.
            heartbeat = null;
        }
    }

    /// A client that does not read has no need of one.
    private void beat() {
        if (session.isLive() && connection.held() == 0) {
            connection.send(HEARTBEAT);
        }
        if (!ended) {
            armHeartbeat();
        }
    }
}
