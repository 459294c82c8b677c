package dev.duplex.transport;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.http.Request;
import dev.duplex.session.Carrier;
import dev.duplex.session.Framing;
import dev.duplex.session.InLane;
import dev.duplex.session.LaneSession;
import dev.duplex.session.Outgoing;
import dev.duplex.session.OwnBytes;
import dev.duplex.websocket.CloseCode;
import dev.duplex.websocket.Compression;
import dev.duplex.websocket.PerMessageDeflate;
import dev.duplex.websocket.ProtocolEvents;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.WebSocketProtocol;
import dev.duplex.websocket.deflate.DeflateParameters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection on its event loop: carries bytes and time between a [Wire] and the
/// protocol's state machine, and events to the endpoint. All of it runs on the loop.
///
/// Most connections are idle most of the time, and one that is costs what `docs/memory.md` says: so what is only needed
/// while something happens is made then, and what connections of one loop have in common is in their [ConnectionSetup].
///
/// Longer than most: it stands between three interfaces, of the wire, the protocol and the session, and is little more than their
/// methods, which share whether it reads, writes or ends.
final class WebSocketConnection implements ProtocolEvents, Carrier, ConnectionTimer.Owner {
    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());
    private static final VarHandle HELD_NOW;

    private static final int MESSAGE = 1;
    private static final int PIECE = 2;

    /// The peer has ended its side while what came before was not all given.
    private static final int INPUT_OVER = 1;

    /// The endpoint knows that it is over.
    private static final int ENDED = 2;

    static {
        try {
            HELD_NOW =
                    MethodHandles.lookup()
                            .findVarHandle(WebSocketConnection.class, "heldNow", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ConnectionSetup setup;
    private final LaneSession session;
    private final Compression compression;
    private final WebSocketProtocol protocol;
    private final ConnectionOutput output = new ConnectionOutput(this);
    private final ConnectionTimer timer;
    private Wire wire;

    /// The message that the endpoint is given; made for the first.
    private @Nullable InboundMessage inbound;

    /// Messages that wait for the end of a streamed one; null while none do.
    private volatile @Nullable HeldBack heldBack;

    /// What [#pending] last was, for other threads.
    private volatile long heldNow;

    private volatile long roundTripNanos = -1;

    /// Bytes that came while reading was suspended.
    private @Nullable ArrayDeque<ByteBuf> parked;

    /// The protocol's deadline that the timer knows.
    private long armedFor = Long.MAX_VALUE;

    /// Bytes that came after the session's end; a little over the limit at most.
    private int discarded;

    private boolean reading;
    private boolean feeding;

    /// For what the endpoint waits for room: [#MESSAGE], [#PIECE], both or nothing. This and the next are a byte each, where a field for
    /// each would cost every connection eight.
    private byte awaited;

    /// [#INPUT_OVER], [#ENDED], both or nothing.
    private byte over;

    /// On the event loop of `setup`. [#begin] follows at once.
    @SuppressWarnings("NullAway.Init") // begin sets the wire, before anything else is called
    WebSocketConnection(
            ConnectionSetup setup,
            Request request,
            String subprotocol,
            Optional<DeflateParameters> deflate) {
        this.setup = setup;
        session =
                new LaneSession(
                        this,
                        setup.lane(),
                        request,
                        subprotocol,
                        setup.hub(),
                        setup.limits(),
                        // Above a framing there are sessions of their own.
                        setup.endpoint() instanceof Framing
                                ? SessionObserver.NONE
                                : setup.observer());
        compression = deflate.map(agreed -> compression(setup, agreed)).orElse(Compression.NONE);
        timer = new ConnectionTimer(setup.lane().timers(), this);
        protocol =
                new WebSocketProtocol(
                        setup.protocol(), compression, this, output, System.nanoTime());
    }

    private static Compression compression(ConnectionSetup setup, DeflateParameters agreed) {
        LoopState loop = LoopState.current();
        return new PerMessageDeflate(
                setup.role(),
                agreed,
                setup.deflateOptions(),
                loop.deflaters(setup.deflateOptions().level()),
                loop.inflaters(),
                Transport.ALLOCATOR);
    }

    LaneSession session() {
        return session;
    }

    EventLoopLane lane() {
        return setup.lane();
    }

    Wire wire() {
        return wire;
    }

    /// From how many bytes on the output is full.
    int queueBytes() {
        return setup.limits().queueBytes();
    }

    /// Whether neither side has begun to close.
    boolean isOpen() {
        return protocol.state() == WebSocketProtocol.State.OPEN;
    }

    /// Whether bytes are wanted.
    boolean isReading() {
        return !protocol.isSuspended();
    }

    // --- what the wire says

    /// The wire is there: the endpoint is told that the session is open. Called once.
    void begin(Wire carriedBy) {
        wire = carriedBy;
        session.began();
        session.call(() -> setup.endpoint().onOpen(session));
        armTimer(System.nanoTime());
    }

    /// Another wire carries what is written from now on.
    void carriedBy(Wire other) {
        wire = other;
    }

    /// Bytes have come. They are the caller's: what is kept of them is copied.
    void received(ByteBuf in) {
        if (!reading) {
            reading = true;
            output.hold();
        }
        if (protocol.state() == WebSocketProtocol.State.CLOSED) {
            discard(in);
        } else if (parked == null) {
            feed(in);
            if (in.isReadable()) {
                park(in);
            }
        } else {
            park(in);
        }
    }

    /// Drops what a peer sends behind the end of its session, up to a limit.
    private void discard(ByteBuf in) {
        discarded += in.readableBytes();
        if (discarded > Ending.MAX_DISCARDED_BYTES) {
            wire.close();
        }
    }

    private void park(ByteBuf in) {
        if (parked == null) {
            parked = new ArrayDeque<>(4);
        }
        parked.add(Transport.ALLOCATOR.buffer(in.readableBytes()).writeBytes(in));
    }

    /// For now no more bytes come.
    void receivedAll() {
        reading = false;
        output.letGo();
    }

    /// The peer has ended its side: the session is over. Who has done that may still read, so what was accepted goes out, for
    /// a limited time. While reading is suspended, what came before the end is still to be given to the endpoint, and may have a Close in
    /// it: then it is over behind that.
    ///
    /// @return whether it is over; else nothing more is to be read for it
    boolean inputEnded() {
        session.drainIfNeeded();
        if (setup.endpoint() instanceof Framing framing) {
            framing.drain(session);
        }
        if (protocol.isSuspended() && !isEnded() && hasUngiven()) {
            over |= INPUT_OVER;
            return false;
        }
        end(CloseCode.ABNORMAL, "");
        if (!timer.isSet(ConnectionTimer.Wait.LINGER)) {
            timer.set(ConnectionTimer.Wait.LINGER, lingerNanos());
        }
        output.flush();
        wire.closeBehind();
        return true;
    }

    /// Whether something that has come was not given to the endpoint.
    private boolean hasUngiven() {
        return parked != null
                || (setup.endpoint() instanceof Framing framing && framing.isGiving(session));
    }

    private boolean isInputOver() {
        return (over & INPUT_OVER) != 0;
    }

    private boolean isEnded() {
        return (over & ENDED) != 0;
    }

    /// All of what came before the peer's end has been given.
    private void endIfOver() {
        if (isInputOver() && parked == null && !protocol.isSuspended()) {
            var _ = inputEnded();
        }
    }

    /// Nothing goes out or comes in any more. No more is accepted, for nothing would ever fill the queue, and who sends until
    /// it is full would never end.
    void lost() {
        session.closing();
    }

    /// The connection is gone, after [#lost].
    void gone() {
        end(CloseCode.ABNORMAL, "");
        timer.stop();
        output.close();
    }

    @Override
    public String toString() {
        return session.toString();
    }

    /// Gives bytes to the protocol, which leaves some if reading is suspended.
    private void feed(ByteBuf in) {
        feeding = true;
        long now = System.nanoTime();
        try {
            protocol.receive(in, now);
        } finally {
            feeding = false;
        }
        armTimer(now);
    }

    /// Gives the protocol what was parked, until it wants no more.
    private void feedParked() {
        while (parked != null && !protocol.isSuspended()) {
            ByteBuf next = parked.poll();
            if (next == null) {
                parked = null;
                return;
            }
            feed(next);
            if (next.isReadable() && parked != null) {
                parked.addFirst(next);
            } else {
                next.release();
            }
        }
        if (parked != null && parked.isEmpty()) {
            // Reading was suspended again with the last.
            parked = null;
        }
    }

    // --- events

    @Override
    public void message(boolean text, ByteBuf buffer, int index, int length) {
        InboundMessage message = inbound;
        if (message == null) {
            message = new InboundMessage();
            inbound = message;
        }
        message.set(text, buffer, index, length);
        session.received(length);
        deliver(message);
        message.clear();
    }

    private void deliver(InboundMessage message) {
        session.call(() -> setup.endpoint().onMessage(session, message));
    }

    @Override
    public void pong(long roundTripNanos) {
        this.roundTripNanos = roundTripNanos;
        setup.observer().roundTrip(roundTripNanos);
    }

    @Override
    public void peerClosed(int code, String reason) {
        session.because(SessionEnd.PEER);
        end(code, reason);
        linger(true);
    }

    @Override
    public void failed(int code, String reason) {
        session.because(code == CloseCode.ABNORMAL ? SessionEnd.SILENT : LaneSession.fault(code));
        end(code, reason);
        if (code == CloseCode.ABNORMAL) {
            wire.close();
        } else {
            linger(false);
        }
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
        if (protocol.isStreaming()) {
            holdBack(new Outgoing.Whole(message.copy()));
        } else {
            write(message);
        }
        return Offer.ACCEPTED;
    }

    private void write(Message message) {
        if (message instanceof InboundMessage borrowed) {
            protocol.send(borrowed.isText(), borrowed.source(), borrowed.index(), borrowed.size());
        } else if (message instanceof OwnBytes owner) {
            protocol.send(message.isText(), owner.ownBytes());
        } else {
            protocol.send(
                    message.isText(), Unpooled.wrappedBuffer(message.buffer()), 0, message.size());
        }
    }

    /// Sends what a room published, from the frame that the loop's sessions share.
    @Override
    public Offer publish(Payload payload) {
        if (isFull()) {
            return Offer.FULL;
        }
        SharedFrames frames = loopFrames().frames(payload);
        Message message = frames.message();
        if (protocol.isStreaming()) {
            holdBack(new Outgoing.Whole(message));
        } else {
            ByteBuf frame = setup.role() == Role.CLIENT ? null : frames.suiting(compression);
            if (frame == null) {
                write(message);
            } else {
                output.share(frame, protocol);
            }
        }
        return Offer.ACCEPTED;
    }

    /// Sends a burst from the one buffer of frames that the loop's sessions share, unless this one needs other frames.
    @Override
    public boolean publish(Burst burst) {
        if (compression.compresses(burst.largest())
                || setup.role() == Role.CLIENT
                || protocol.isStreaming()
                || isFull()) {
            return false;
        }
        output.share(loopFrames().frames(burst, Transport.ALLOCATOR), protocol);
        return true;
    }

    /// The loop's shared frames, which are cleared when the batch ends.
    private LoopState loopFrames() {
        LoopState loop = LoopState.current();
        if (!loop.hasFrames()) {
            setup.lane().onEndOfBatch(loop::clearFrames);
        }
        return loop;
    }

    @Override
    public void take(Outgoing outgoing) {
        switch (outgoing) {
            case Outgoing.Whole whole -> {
                if (protocol.isStreaming()) {
                    holdBack(whole);
                } else {
                    write(whole.message());
                }
            }
            case Outgoing.Piece piece -> {
                ByteBuf bytes = Unpooled.wrappedBuffer(piece.piece());
                protocol.sendFragment(piece.text(), piece.last(), bytes, 0, bytes.readableBytes());
                if (piece.last()) {
                    releaseHeldBack();
                    tellOfRoomWhenWritten();
                }
            }
            case Outgoing.Closing closing -> close(closing.reason());
        }
        hold(pending());
    }

    private void holdBack(Outgoing.Whole whole) {
        HeldBack waiting = heldBack;
        if (waiting == null) {
            waiting = new HeldBack();
            heldBack = waiting;
        }
        // It counts here later than there: who looks from elsewhere finds less room than there is,
        // and not more.
        hold(pending() + whole.bytes());
        waiting.add(whole);
    }

    private void releaseHeldBack() {
        HeldBack waiting = heldBack;
        if (waiting != null) {
            for (Message next = waiting.poll(); next != null; next = waiting.poll()) {
                write(next);
            }
            heldBack = null;
        }
    }

    /// Other threads see this no later than what is written after it, as that the message counts no more where it came from.
    private void hold(long bytes) {
        HELD_NOW.setRelease(this, bytes);
    }

    /// Bytes that were accepted here and have not gone to the kernel.
    private long pending() {
        return output.bytes() + heldBackBytes();
    }

    private int heldBackBytes() {
        HeldBack waiting = heldBack;
        return waiting == null ? 0 : waiting.bytes();
    }

    @Override
    public long held() {
        return setup.lane().inLane() ? pending() : heldNow;
    }

    @Override
    public long ahead() {
        if (setup.lane().inLane()) {
            return output.bytes();
        }
        int waiting = heldBackBytes();
        return heldNow - waiting;
    }

    @Override
    public long roundTripNanos() {
        return roundTripNanos;
    }

    private boolean isFull() {
        return pending() >= queueBytes();
    }

    @Override
    public void awaitRoom() {
        await(MESSAGE);
    }

    @Override
    public void awaitRoomForPiece() {
        await(PIECE);
    }

    private void await(int what) {
        if ((awaited & what) == 0 && !isEnded()) {
            awaited |= (byte) what;
            output.awaitWritten();
        }
    }

    /// For what there is room: for messages only if there is for pieces.
    private int room() {
        return hasRoom(pending()) ? MESSAGE | PIECE : hasRoom(output.bytes()) ? PIECE : 0;
    }

    /// Whether the endpoint waits for room that is there.
    private boolean roomHasCome() {
        return awaited != 0 && (awaited & room()) != 0;
    }

    private void tellOfRoomWhenWritten() {
        if (awaited != 0 && !isEnded()) {
            output.awaitWritten();
        }
    }

    /// What was queued is on its way, or some of it is out.
    void flushed() {
        long held = pending();
        hold(held);
        if (!output.full()) {
            protocol.drained();
        }
        if (held > 0) {
            if (!timer.isSet(ConnectionTimer.Wait.WRITE)) {
                var _ = wire.stalled();
                timer.set(ConnectionTimer.Wait.WRITE, setup.limits().writeTimeout());
            }
        } else {
            timer.clear(ConnectionTimer.Wait.WRITE);
        }
        if (!isEnded() && roomHasCome()) {
            // Behind what runs now, which may be the very call of the endpoint that found no room.
            InLane.behind(lane(), this::tellOfRoom);
        }
    }

    private boolean hasRoom(long held) {
        return held < queueBytes() / 2 + 1;
    }

    private void tellOfRoom() {
        if (!roomHasCome()) {
            tellOfRoomWhenWritten();
        } else if (!isEnded()) {
            awaited &= (byte) ~room();
            session.call(() -> setup.endpoint().onDrained(session));
        }
    }

    // --- reading

    @Override
    public void suspendReading() {
        // Once this side closes, the peer's Close is waited for.
        if (isOpen()) {
            protocol.suspend(System.nanoTime());
            wire.read(false);
        }
    }

    @Override
    public void resumeReading() {
        if (isEnded() || !protocol.isSuspended()) {
            return;
        }
        long now = System.nanoTime();
        protocol.resume(now);
        if (feeding) {
            // Who feeds goes on, but what is parked comes before what is yet to be read.
            if (parked == null) {
                wire.read(true);
            }
            return;
        }
        if (parked != null || isInputOver()) {
            orBreak(() -> {
                output.hold();
                feedParked();
                endIfOver();
                output.letGo();
            });
        }
        if (!protocol.isSuspended()) {
            wire.read(true);
        }
        armTimer(now);
    }

    // --- closing

    @Override
    public void close(CloseReason reason) {
        if (protocol.state() != WebSocketProtocol.State.OPEN) {
            return;
        }
        session.closing();
        long now = System.nanoTime();
        orBreak(() -> protocol.close(reason.code(), reason.reason(), now));
        armTimer(now);
        // The peer's answer may be among what was left unread.
        wire.read(true);
        if (!feeding && (parked != null || isInputOver())) {
            setup.lane()
                    .execute(() -> {
                        feedParked();
                        endIfOver();
                    });
        }
    }

    @Override
    public void fail(CloseReason reason) {
        session.closing();
        orBreak(() -> protocol.fail(reason.code(), reason.reason()));
    }

    /// Does what nobody else would make up for, if it fails.
    private void orBreak(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            broken(e);
        }
    }

    /// Something failed that leaves it half done, as for want of memory: nothing is said any more, and the connection is cut.
    void broken(Throwable cause) {
        Ending.log(LOG, this, cause);
        session.because(SessionEnd.FAILED);
        wire.close();
    }

    /// The server, or the client, stops.
    void goAway() {
        session.drainIfNeeded();
        session.because(SessionEnd.SHUTDOWN);
        if (setup.endpoint() instanceof Framing framing) {
            framing.goAway(session);
        } else {
            session.call(() -> close(setup.endpoint().goingAway()));
        }
    }

    /// Tells the endpoint, once, that the session is over.
    private void end(int code, String reason) {
        if (isEnded()) {
            return;
        }
        over |= ENDED;
        session.ended(code);
        protocol.lost();
        heldBack = null;
        if (parked != null) {
            parked.forEach(ByteBuf::release);
            parked = null;
        }
        session.call(() -> setup.endpoint().onClose(session, new CloseReason(code, reason)));
    }

    /// Lets what is queued go out, ends this side of the connection, and leaves the peer a limited
    /// time to end its own (RFC 6455 §7.1.1): a socket closed with bytes unread is reset, and the
    /// peer might never see the Close.
    ///
    /// @param afterClose the peer has sent its Close, behind which it may send nothing
    private void linger(boolean afterClose) {
        timer.set(ConnectionTimer.Wait.LINGER, lingerNanos());
        wire.read(true);
        if (setup.role() == Role.SERVER) {
            output.finish(afterClose);
        } else {
            output.flush();
        }
    }

    private long lingerNanos() {
        return Math.max(1, setup.limits().closeTimeout().toNanos());
    }

    // --- time

    private void armTimer(long now) {
        long deadline = protocol.deadline();
        if (deadline == armedFor) {
            return;
        }
        armedFor = deadline;
        if (deadline == Long.MAX_VALUE) {
            timer.clear(ConnectionTimer.Wait.PROTOCOL);
        } else {
            timer.set(ConnectionTimer.Wait.PROTOCOL, Math.max(1, deadline - now));
        }
    }

    @Override
    public void expired(ConnectionTimer.Wait wait) {
        switch (wait) {
            case PROTOCOL -> {
                long now = System.nanoTime();
                armedFor = Long.MAX_VALUE;
                orBreak(() -> {
                    protocol.onTime(now);
                    output.flush();
                });
                armTimer(now);
            }
            case WRITE -> {
                Duration timeout = setup.limits().writeTimeout();
                if (wire.stalled()) {
                    LOG.log(Level.DEBUG, () -> session + " took nothing for " + timeout);
                    session.because(SessionEnd.SLOW);
                    wire.close();
                } else if (wire.pending() > 0) {
                    timer.set(ConnectionTimer.Wait.WRITE, timeout);
                }
            }
            case LINGER -> wire.close();
            case HEAD, IDLE, BODY -> throw new IllegalStateException("not a WebSocket's: " + wait);
        }
    }
}
