package dev.duplex.transport;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.http.Request;
import dev.duplex.session.Carrier;
import dev.duplex.session.Framing;
import dev.duplex.session.LaneSession;
import dev.duplex.session.Outgoing;
import dev.duplex.websocket.CloseCode;
import dev.duplex.websocket.Compression;
import dev.duplex.websocket.PerMessageDeflate;
import dev.duplex.websocket.ProtocolEvents;
import dev.duplex.websocket.ProtocolSettings;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.WebSocketProtocol;
import dev.duplex.websocket.deflate.DeflateOptions;
import dev.duplex.websocket.deflate.DeflateParameters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// A WebSocket connection on its event loop: carries bytes and time between a channel and the
/// protocol's state machine, and events to the endpoint. All of it runs on the loop.
///
/// Longer than most: it stands between three interfaces, of the channel, the protocol and the session, and is little more than their
/// methods, which share whether it reads, writes or ends.
final class WebSocketConnection extends ChannelInboundHandlerAdapter
        implements ProtocolEvents, GoingAway, Carrier {
    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    /// What a connection is made of.
    record Setup(
            Role role,
            Endpoint endpoint,
            Limits limits,
            Request request,
            String subprotocol,
            Optional<DeflateParameters> deflate,
            DeflateOptions deflateOptions,
            Hub hub,
            EventLoopLane lane,
            SessionObserver observer,
            IntSupplier maskingKeys,
            Consumer<LaneSession> opened) {}

    private final Setup setup;
    private final Limits limits;
    private final LaneSession session;
    private final InboundMessage inbound = new InboundMessage();
    private final WriteProgress progress = new WriteProgress();

    /// Messages that wait for the end of a streamed one, and their bytes.
    private final ArrayDeque<Outgoing.Whole> heldBack = new ArrayDeque<>(0);

    private int heldBackBytes;

    /// What [#pending] last was, for other threads.
    private volatile long heldNow;

    private volatile long roundTripNanos = -1;

    /// Bytes that came while reading was suspended.
    private final ArrayDeque<ByteBuf> parked = new ArrayDeque<>(0);

    private ConnectionOutput output;
    private WebSocketProtocol protocol;
    private Compression compression = Compression.NONE;
    private ConnectionTimer timer;
    private ChannelHandlerContext ctx;

    /// The protocol's deadline that the timer knows.
    private long armedFor = Long.MAX_VALUE;

    /// Bytes that came after the session's end; a little over the limit at most.
    private int discarded;

    private boolean reading;
    private boolean feeding;
    private boolean roomAwaited;
    private boolean ended;

    @SuppressWarnings("NullAway.Init") // handlerAdded sets the rest, before anything else is called
    WebSocketConnection(Setup setup) {
        this.setup = setup;
        limits = setup.limits();
        session =
                new LaneSession(
                        this,
                        setup.lane(),
                        setup.request(),
                        setup.subprotocol(),
                        setup.hub(),
                        limits,
                        // Above a framing there are sessions of their own.
                        setup.endpoint() instanceof Framing
                                ? SessionObserver.NONE
                                : setup.observer());
    }

    // --- the channel's life

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
        long now = System.nanoTime();
        output = new ConnectionOutput(ctx, setup.lane(), limits.queueBytes(), this::flushed);
        timer = new ConnectionTimer(ctx.channel().eventLoop(), this::expired);
        LoopState loop = LoopState.current();
        compression =
                setup.deflate()
                        .<Compression>map(parameters ->
                                new PerMessageDeflate(
                                        setup.role(),
                                        parameters,
                                        setup.deflateOptions(),
                                        loop.deflaters(setup.deflateOptions().level()),
                                        loop.inflaters(),
                                        ctx.alloc()))
                        .orElse(Compression.NONE);
        protocol =
                new WebSocketProtocol(
                        setup.role(),
                        settings(),
                        compression,
                        ctx.alloc(),
                        this,
                        output,
                        setup.maskingKeys(),
                        now);
        session.began();
        session.call(() -> setup.endpoint().onOpen(session));
        setup.opened().accept(session);
        armTimer(now);
    }

    private ProtocolSettings settings() {
        return new ProtocolSettings(
                limits.messageBytes(),
                limits.fragments(),
                limits.messagesPerSecond(),
                limits.bytesPerSecond(),
                limits.controlFramesPerSecond(),
                limits.pingInterval(),
                limits.pongTimeout(),
                limits.closeTimeout());
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (!reading) {
            reading = true;
            output.hold();
        }
        if (protocol.state() == WebSocketProtocol.State.CLOSED) {
            discard(in);
        } else if (parked.isEmpty()) {
            feed(in);
        } else {
            parked.add(in);
        }
    }

    /// Drops what a peer sends behind the end of its session, up to a limit.
    private void discard(ByteBuf in) {
        discarded += in.readableBytes();
        in.release();
        if (discarded > Ending.MAX_DISCARDED_BYTES) {
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        reading = false;
        output.letGo();
    }

    /// Gives bytes to the protocol; what it leaves, because reading was suspended, is parked.
    private void feed(ByteBuf in) {
        feeding = true;
        long now = System.nanoTime();
        try {
            protocol.receive(in, now);
        } finally {
            feeding = false;
            if (in.isReadable()) {
                parked.addFirst(in);
            } else {
                in.release();
            }
        }
        armTimer(now);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        flushed();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        gone();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext from) {
        gone();
    }

    private void gone() {
        end(CloseCode.ABNORMAL, "");
        timer.stop();
        output.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Ending.log(LOG, ctx.channel(), cause);
        ctx.close();
    }

    // --- events

    @Override
    public void message(boolean text, ByteBuf buffer, int index, int length) {
        inbound.set(text, buffer, index, length);
        session.received(length);
        session.call(() -> setup.endpoint().onMessage(session, inbound));
        inbound.clear();
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
        linger();
    }

    @Override
    public void failed(int code, String reason) {
        session.because(code == CloseCode.ABNORMAL ? SessionEnd.SILENT : LaneSession.fault(code));
        end(code, reason);
        if (code == CloseCode.ABNORMAL) {
            ctx.close();
        } else {
            linger();
        }
    }

    // --- sending

    @Override
    public Offer offer(Message message) {
        if (!session.isOpen()) {
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
        } else if (setup.role() == Role.CLIENT) {
            write(message);
        } else if (!compression.compresses(message.size())) {
            output.share(frames.plain(ctx.alloc()), protocol);
        } else if (compression instanceof PerMessageDeflate deflate && deflate.isShareable()) {
            output.share(frames.deflated(ctx.alloc(), deflate), protocol);
        } else {
            write(message);
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
        output.share(loopFrames().frames(burst, ctx.alloc()), protocol);
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
                }
            }
            case Outgoing.Closing closing -> close(closing.reason());
        }
        heldNow = pending();
    }

    private void holdBack(Outgoing.Whole whole) {
        heldBack.add(whole);
        heldBackBytes += whole.bytes();
        heldNow = pending();
    }

    private void releaseHeldBack() {
        for (Outgoing.Whole next = heldBack.poll(); next != null; next = heldBack.poll()) {
            heldBackBytes -= next.bytes();
            write(next.message());
        }
    }

    /// Bytes that were accepted here and have not gone to the kernel.
    private long pending() {
        return output.bytes() + heldBackBytes;
    }

    @Override
    public long held() {
        return setup.lane().inLane() ? pending() : heldNow;
    }

    @Override
    public long roundTripNanos() {
        return roundTripNanos;
    }

    private boolean isFull() {
        return pending() >= limits.queueBytes();
    }

    @Override
    public void awaitRoom() {
        if (!roomAwaited && !ended) {
            roomAwaited = true;
            output.whenWritten(this::flushed);
        }
    }

    /// What was queued is on its way, or some of it is out.
    private void flushed() {
        long held = pending();
        heldNow = held;
        if (!output.full()) {
            protocol.drained();
        }
        if (held > 0) {
            if (!timer.isSet(ConnectionTimer.Wait.WRITE)) {
                progress.note(ctx.channel());
                timer.set(ConnectionTimer.Wait.WRITE, limits.writeTimeout());
            }
        } else {
            timer.clear(ConnectionTimer.Wait.WRITE);
        }
        if (roomAwaited && held < limits.queueBytes() / 2 + 1 && !ended) {
            roomAwaited = false;
            session.call(() -> setup.endpoint().onDrained(session));
        }
    }

    // --- reading

    @Override
    public void suspendReading() {
        if (!ended) {
            protocol.suspend(System.nanoTime());
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        if (ended || !protocol.isSuspended()) {
            return;
        }
        long now = System.nanoTime();
        protocol.resume(now);
        if (feeding) {
            return;
        }
        if (!parked.isEmpty()) {
            output.hold();
            while (!parked.isEmpty() && !protocol.isSuspended()) {
                feed(parked.poll());
            }
            output.letGo();
        }
        if (!protocol.isSuspended()) {
            ctx.channel().config().setAutoRead(true);
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
        protocol.close(reason.code(), reason.reason(), now);
        armTimer(now);
        // The peer's answer may be among what was left unread.
        ctx.channel().config().setAutoRead(true);
        if (!feeding && !parked.isEmpty()) {
            setup.lane().execute(this::readParked);
        }
    }

    @Override
    public void fail(CloseReason reason) {
        session.closing();
        protocol.fail(reason.code(), reason.reason());
    }

    private void readParked() {
        while (!parked.isEmpty()) {
            feed(parked.poll());
        }
    }

    @Override
    public void goAway() {
        session.drainIfNeeded();
        session.because(SessionEnd.SHUTDOWN);
        if (setup.endpoint() instanceof Framing framing) {
            framing.goAway(session);
        } else {
            close(CloseReason.GOING_AWAY);
        }
    }

    /// Tells the endpoint, once, that the session is over.
    private void end(int code, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        session.ended(code);
        protocol.lost();
        heldBack.clear();
        parked.forEach(ReferenceCountUtil::release);
        parked.clear();
        session.call(() -> setup.endpoint().onClose(session, new CloseReason(code, reason)));
    }

    /// Lets what is queued go out, ends this side of the connection, and leaves the peer a limited
    /// time to end its own (RFC 6455 §7.1.1): a socket closed with bytes unread is reset, and the
    /// peer might never see the Close.
    private void linger() {
        timer.set(
                ConnectionTimer.Wait.LINGER,
                limits.closeTimeout().isZero() ? Duration.ofNanos(1) : limits.closeTimeout());
        ctx.channel().config().setAutoRead(true);
        if (setup.role() == Role.SERVER) {
            output.finish();
        } else {
            output.flush();
        }
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
            timer.set(ConnectionTimer.Wait.PROTOCOL, Duration.ofNanos(Math.max(1, deadline - now)));
        }
    }

    private void expired(ConnectionTimer.Wait wait) {
        switch (wait) {
            case PROTOCOL -> {
                long now = System.nanoTime();
                armedFor = Long.MAX_VALUE;
                protocol.onTime(now);
                output.flush();
                armTimer(now);
            }
            case WRITE -> {
                if (progress.stalled(ctx.channel())) {
                    LOG.log(
                            Level.DEBUG,
                            () -> session + " took nothing for " + limits.writeTimeout());
                    session.because(SessionEnd.SLOW);
                    ctx.close();
                } else if (progress.pending()) {
                    timer.set(ConnectionTimer.Wait.WRITE, limits.writeTimeout());
                }
            }
            case LINGER -> ctx.close();
            case HEAD, IDLE, BODY -> throw new IllegalStateException("not a WebSocket's: " + wait);
        }
    }
}
