package dev.duplex.websocket;

import dev.duplex.websocket.frame.FrameHeader;
import dev.duplex.websocket.frame.Opcode;
import dev.duplex.websocket.frame.Utf8Validator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection after its handshake, in either role, without I/O (RFC 6455, RFC 7692).
///
/// Four verbs: [#receive] takes bytes that came, and what they mean is told to a [ProtocolEvents];
/// the `send…` and [#close] methods, and answers that the protocol owes, give bytes to a
/// [ProtocolOutput]; [#onTime] is to be called at [#deadline]; and [#state] says when the
/// connection is to be closed. Key invariants:
///
/// - at most one Close frame is ever written, and no frame after it;
/// - a peer's mistake ends in exactly one `failed`, never in an exception;
/// - nothing is kept but a message that is not whole and a header that is not.
///
/// Not thread-safe; owned by one event loop. Times are `System.nanoTime()` or any other monotonic
/// nanoseconds.
public final class WebSocketProtocol {
    /// The most bytes a Close's reason may have (§5.5).
    public static final int MAX_REASON_BYTES = 123;

    private static final int MAX_CONTROL_BYTES = 125;

    private static final int RSV1 = 4;

    /// Where a connection is on its way to its end.
    public enum State {
        /// Messages flow.
        OPEN,
        /// This side has sent its Close and waits for the peer's.
        CLOSING,
        /// Nothing more will be sent, and nothing that comes counts: end the output, wait for the
        /// end of the input for a limited time, close.
        CLOSED
    }

    private final ProtocolContext context;
    private final ProtocolEvents events;
    private final ProtocolOutput output;
    private final Compression compression;
    private final KeepAlive keepAlive;
    private final RateLimit messageRate;
    private final RateLimit byteRate;

    /// When the bucket of control frames is full again.
    private long controlFullAt = RateLimit.FULL;

    /// What is coming in; null while nothing is unfinished.
    private @Nullable Reception reception;

    private State state = State.OPEN;
    private long closeDeadline = Long.MAX_VALUE;
    private boolean suspended;
    private boolean streaming;

    /// The payload of a ping whose answer waits for room; null if there is none.
    private byte @Nullable [] owedPong;

    /// @param context what it shares with others of its event loop
    /// @param compression what was negotiated; [Compression#NONE] if nothing was
    /// @param now the time at which the handshake was complete
    public WebSocketProtocol(
            ProtocolContext context,
            Compression compression,
            ProtocolEvents events,
            ProtocolOutput output,
            long now) {
        this.context = context;
        this.compression = compression;
        this.events = events;
        this.output = output;
        keepAlive = new KeepAlive(context, now);
        messageRate = RateLimit.of(context.settings.messagesPerSecond());
        byteRate = RateLimit.of(context.settings.bytesPerSecond());
    }

    public State state() {
        return state;
    }

    // --- bytes in

    /// Takes bytes that came. All of them are used up, unless reading is suspended, perhaps by what
    /// an event caused: what is left then is to be given again after [#resume]. The bytes are
    /// unmasked where they stand.
    public void receive(ByteBuf in, long now) {
        keepAlive.heard();
        Reception coming = reception;
        if (coming == null) {
            coming = context.borrow();
            reception = coming;
        }
        receive(coming, in, now);
        if (state == State.CLOSED) {
            in.skipBytes(in.readableBytes());
        }
        if (coming.isIdle()) {
            reception = null;
            context.giveBack(coming);
        }
    }

    private void receive(Reception coming, ByteBuf in, long now) {
        FrameHeader header = coming.header;
        while (state != State.CLOSED && !suspended) {
            if (coming.remaining < 0 && (!header.read(in) || !begin(coming, now))) {
                return;
            }
            if (coming.remaining > 0 && !in.isReadable()) {
                return;
            }
            boolean whole =
                    Opcode.isControl(header.opcode())
                            ? controlPayload(coming, in, now)
                            : dataPayload(coming, in, now);
            if (!whole) {
                return;
            }
        }
    }

    /// Checks a header where it stands (§5.2, §5.4, §5.5; RFC 7692 §6).
    ///
    /// @return whether its payload is to be taken
    private boolean begin(Reception coming, long now) {
        FrameHeader header = coming.header;
        String wrong = Opcode.isControl(header.opcode()) ? wrongControl(header) : wrongData(coming);
        if (!header.wellFormed()) {
            wrong = "the frame's length is not in its shortest form";
        } else if (header.masked() != (context.role == Role.SERVER)) {
            wrong =
                    context.role == Role.SERVER
                            ? "a client's frames must be masked"
                            : "a server's frames must not be masked";
        }
        if (!wrong.isEmpty()) {
            return fail(CloseCode.PROTOCOL_ERROR, wrong);
        }
        coming.remaining = header.length();
        if (Opcode.isControl(header.opcode())) {
            return takeControlFrame(now)
                    || fail(CloseCode.POLICY_VIOLATION, "too many control frames");
        }
        if (!byteRate.take(header.length(), now)) {
            return fail(CloseCode.POLICY_VIOLATION, "too many bytes per second");
        }
        Outcome outcome = coming.message.frame(header);
        int most = context.settings.fragments();
        if (coming.message.frames() > most) {
            return fail(
                    CloseCode.POLICY_VIOLATION, "the message has more than " + most + " frames");
        }
        return check(outcome);
    }

    private boolean takeControlFrame(long now) {
        long then =
                RateLimit.take(controlFullAt, 1, context.settings.controlFramesPerSecond(), now);
        if (then == RateLimit.REFUSED) {
            return false;
        }
        controlFullAt = then;
        return true;
    }

    private static String wrongControl(FrameHeader header) {
        if (!Opcode.isKnown(header.opcode())) {
            return "opcode " + header.opcode() + " is reserved";
        }
        if (header.rsv() != 0) {
            return "a reserved bit is set in a control frame";
        }
        if (!header.fin()) {
            return "a control frame must not be fragmented";
        }
        if (header.length() > MAX_CONTROL_BYTES) {
            return "a control frame has at most 125 bytes";
        }
        return "";
    }

    private String wrongData(Reception coming) {
        FrameHeader header = coming.header;
        if (!Opcode.isKnown(header.opcode())) {
            return "opcode " + header.opcode() + " is reserved";
        }
        boolean continuation = header.opcode() == Opcode.CONTINUATION;
        if (header.rsv() != 0
                && (header.rsv() != RSV1 || continuation || !compression.isNegotiated())) {
            return "a reserved bit is set that nothing was negotiated for";
        }
        if (continuation && !coming.message.isOpen()) {
            return "a continuation frame continues nothing";
        }
        if (!continuation && coming.message.isOpen()) {
            return "a new message began before the last one ended";
        }
        return "";
    }

    private boolean controlPayload(Reception coming, ByteBuf in, long now) {
        FrameHeader header = coming.header;
        int length = (int) header.length();
        byte[] control = coming.control(length);
        int n = (int) Math.min(coming.remaining, in.readableBytes());
        in.readBytes(control, length - (int) coming.remaining, n);
        coming.remaining -= n;
        if (coming.remaining > 0) {
            return false;
        }
        coming.remaining = -1;
        for (int i = 0, key = header.maskingKey(); i < length; i++) {
            control[i] ^= (byte) (key >> (24 - (i & 3) * 8));
        }
        switch (header.opcode()) {
            case Opcode.PING -> answerPing(control, length);
            case Opcode.PONG -> {
                long roundTrip = keepAlive.pong(control, length, now);
                if (roundTrip >= 0) {
                    events.pong(roundTrip);
                }
            }
            default -> peerClose(control, length);
        }
        return true;
    }

    private boolean dataPayload(Reception coming, ByteBuf in, long now) {
        FrameHeader header = coming.header;
        IncomingMessage message = coming.message;
        int n = (int) Math.min(coming.remaining, in.readableBytes());
        int index = in.readerIndex();
        in.skipBytes(n);
        if (n == header.length() && message.isDirect(header.fin())) {
            coming.remaining = -1;
            if (check(message.direct(in, index, n, header.maskingKey()))) {
                deliver(message.isText(), in, index, n, now);
            }
            return true;
        }
        Outcome outcome =
                message.append(
                        in,
                        index,
                        n,
                        header,
                        header.length() - coming.remaining,
                        coming.remaining,
                        compression);
        coming.remaining -= n;
        if (!check(outcome)) {
            return true;
        }
        if (coming.remaining > 0) {
            return false;
        }
        coming.remaining = -1;
        if (header.fin() && check(message.end())) {
            ByteBuf whole = message.assembled();
            deliver(message.isText(), whole, whole.readerIndex(), whole.readableBytes(), now);
            message.clear();
        }
        return true;
    }

    private void deliver(boolean text, ByteBuf buffer, int index, int length, long now) {
        if (!messageRate.take(1, now)) {
            fail(CloseCode.POLICY_VIOLATION, "too many messages per second");
        } else if (state == State.OPEN) {
            events.message(text, buffer, index, length);
        }
    }

    private boolean check(Outcome outcome) {
        return switch (outcome) {
            case OK -> true;
            case NOT_UTF8 -> fail(CloseCode.INVALID_PAYLOAD, "a text message is not UTF-8");
            case NOT_DEFLATED ->
                    fail(CloseCode.INVALID_PAYLOAD, "a compressed message cannot be inflated");
            case TOO_LARGE ->
                    fail(
                            CloseCode.TOO_LARGE,
                            "a message has more than "
                                    + context.settings.messageBytes()
                                    + " bytes");
        };
    }

    // --- closing

    private void peerClose(byte[] control, int length) {
        int code =
                length == 0
                        ? CloseCode.NO_STATUS
                        : length == 1 ? 0 : ByteBuffer.wrap(control).getShort() & 0xFFFF;
        if (length == 1) {
            fail(CloseCode.PROTOCOL_ERROR, "a Close frame has one byte, which is half a code");
        } else if (length > 0 && !CloseCode.mayBeSent(code)) {
            fail(CloseCode.PROTOCOL_ERROR, "close code " + code + " may not be sent");
        } else {
            Utf8Validator utf8 = new Utf8Validator();
            int end = Math.max(2, length);
            if (!utf8.validate(ByteBuffer.wrap(control), 2, end) || !utf8.complete()) {
                fail(CloseCode.INVALID_PAYLOAD, "a close reason is not UTF-8");
                return;
            }
            String reason = new String(control, 2, end - 2, StandardCharsets.UTF_8);
            writeClose(code, "");
            end();
            events.peerClosed(code, reason);
        }
    }

    /// Begins to close: sends a Close, after which only the peer's is waited for, until the close
    /// timeout. Nothing happens unless the connection is open.
    ///
    /// @param code one that [CloseCode#mayBeSent], or 1005 for a Close without a code
    /// @param reason cut to [#MAX_REASON_BYTES]
    public void close(int code, String reason, long now) {
        if (state == State.OPEN) {
            writeClose(code, reason);
            state = State.CLOSING;
            suspended = false;
            closeDeadline = now + context.closeTimeoutNanos;
        }
    }

    /// The connection is lost, or its input ended: frees what is kept. No event is made.
    public void lost() {
        end();
    }

    /// The layer above has found the peer at fault: fails the connection (§7.1.7) as a breach of this
    /// protocol does, with a Close and without waiting for the peer's.
    ///
    /// @return false
    public boolean fail(int code, String reason) {
        if (state != State.CLOSED) {
            writeClose(code, reason);
            end();
            events.failed(code, reason);
        }
        return false;
    }

    private void writeClose(int code, String reason) {
        if (state == State.OPEN) {
            context.writer.close(output, code, reason);
        }
    }

    private void end() {
        state = State.CLOSED;
        owedPong = null;
        if (reception != null) {
            reception.message.clear();
        }
        compression.close();
    }

    // --- time

    /// When [#onTime] is next due; `Long.MAX_VALUE` for never.
    public long deadline() {
        return switch (state) {
            case OPEN -> keepAlive.deadline();
            case CLOSING -> closeDeadline;
            case CLOSED -> Long.MAX_VALUE;
        };
    }

    /// Pings, or gives up on a silent peer, if it is time to.
    public void onTime(long now) {
        switch (state) {
            case OPEN -> {
                if (keepAlive.silent(now)) {
                    end();
                    events.failed(CloseCode.ABNORMAL, "the peer answered no ping");
                } else if (keepAlive.pingDue(now)) {
                    if (output.full()) {
                        keepAlive.postpone(now);
                    } else {
                        context.writer.control(
                                output, Opcode.PING, keepAlive.ping(now), KeepAlive.PING_BYTES);
                    }
                }
            }
            case CLOSING -> {
                if (now - closeDeadline >= 0) {
                    end();
                    events.failed(CloseCode.ABNORMAL, "the peer did not answer Close");
                }
            }
            case CLOSED -> {}
        }
    }

    /// Stops taking bytes: [#receive] leaves the rest alone, and the peer is not judged silent.
    public void suspend(long now) {
        if (state == State.OPEN) {
            suspended = true;
            keepAlive.reading(false, now);
        }
    }

    /// Takes bytes again. A pinged peer gets its whole time anew.
    public void resume(long now) {
        suspended = false;
        keepAlive.reading(true, now);
    }

    public boolean isSuspended() {
        return suspended;
    }

    // --- bytes out

    /// Sends a whole message: `length` bytes of `payload` from `index`. Nothing happens unless the
    /// connection is open.
    ///
    /// @throws IllegalStateException while a fragmented message is being sent
    public void send(boolean text, ByteBuf payload, int index, int length) {
        if (state != State.OPEN) {
            return;
        }
        requireNoStream();
        int opcode = text ? Opcode.TEXT : Opcode.BINARY;
        if (compression.compresses(length)) {
            ByteBuf deflated = compression.deflate(payload, index, length);
            try {
                context.writer.write(
                        output,
                        true,
                        RSV1,
                        opcode,
                        deflated,
                        deflated.readerIndex(),
                        deflated.readableBytes());
            } finally {
                deflated.release();
            }
        } else {
            context.writer.write(output, true, 0, opcode, payload, index, length);
        }
    }

    /// Sends a whole message of a copy of `payload`, as [#send(boolean, ByteBuf, int, int)] does.
    public void send(boolean text, byte[] payload) {
        if (compression.compresses(payload.length)) {
            send(text, Unpooled.wrappedBuffer(payload), 0, payload.length);
        } else if (state == State.OPEN) {
            requireNoStream();
            context.writer.write(output, text ? Opcode.TEXT : Opcode.BINARY, payload);
        }
    }

    /// Sends one or more frames made by [PreparedFrame] for connections such as this one, small ones by
    /// copying. The caller keeps its reference.
    ///
    /// @throws IllegalStateException while a fragmented message is being sent
    public void sendPrepared(ByteBuf frame, int copyLimit) {
        if (state != State.OPEN) {
            return;
        }
        requireNoStream();
        int length = frame.readableBytes();
        if (length <= copyLimit) {
            output.room(length).writeBytes(frame, frame.readerIndex(), length);
        } else {
            output.pass(frame.retainedDuplicate());
        }
    }

    /// Sends one fragment of a message, uncompressed. Other messages must wait until the last.
    public void sendFragment(boolean text, boolean last, ByteBuf payload, int index, int length) {
        if (state == State.OPEN) {
            int opcode = streaming ? Opcode.CONTINUATION : text ? Opcode.TEXT : Opcode.BINARY;
            streaming = !last;
            context.writer.write(output, last, 0, opcode, payload, index, length);
        }
    }

    /// Whether a fragmented message is being sent.
    public boolean isStreaming() {
        return streaming;
    }

    private void requireNoStream() {
        if (streaming) {
            throw new IllegalStateException("a fragmented message is being sent");
        }
    }

    /// There is room in the output again: sends the answer to a ping that waited for it. Only the
    /// last ping is answered, as §5.5.3 allows.
    public void drained() {
        byte[] owed = owedPong;
        if (owed != null && state == State.OPEN) {
            context.writer.control(output, Opcode.PONG, owed, owed.length);
            owedPong = null;
        }
    }

    private void answerPing(byte[] control, int length) {
        if (state != State.OPEN) {
            return;
        }
        if (output.full()) {
            owedPong = Arrays.copyOf(control, length);
        } else {
            context.writer.control(output, Opcode.PONG, control, length);
        }
    }
}
