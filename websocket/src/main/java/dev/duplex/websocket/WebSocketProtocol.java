package dev.duplex.websocket;

import dev.duplex.websocket.frame.FrameHeader;
import dev.duplex.websocket.frame.Opcode;
import dev.duplex.websocket.frame.Utf8Validator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntSupplier;
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

    /// Enough for a code, and for the payload of our own pings.
    private static final int LEAST_CONTROL_BYTES = 8;

    private static final byte[] NOTHING = {};
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

    private final Role role;
    private final ProtocolSettings settings;
    private final ProtocolEvents events;
    private final ProtocolOutput output;
    private final FrameWriter writer;
    private final IncomingMessage message;
    private final Compression compression;
    private final KeepAlive keepAlive;
    private final RateLimit messageRate;
    private final RateLimit byteRate;
    private final RateLimit controlRate;

    private final FrameHeader header = new FrameHeader();

    /// The payload of a control frame; as long as the longest so far.
    private byte[] control = NOTHING;

    private State state = State.OPEN;
    private long closeDeadline = Long.MAX_VALUE;
    private boolean suspended;
    private boolean streaming;

    /// Payload bytes of the current frame that are still to come; -1 between frames.
    private long remaining = -1;

    /// The payload of a ping whose answer waits for room; null if there is none.
    private byte @Nullable [] owedPong;

    /// @param compression what was negotiated; [Compression#NONE] if nothing was
    /// @param maskingKeys unpredictable numbers, used in the client's role (§10.3)
    /// @param now the time at which the handshake was complete
    public WebSocketProtocol(
            Role role,
            ProtocolSettings settings,
            Compression compression,
            ByteBufAllocator allocator,
            ProtocolEvents events,
            ProtocolOutput output,
            IntSupplier maskingKeys,
            long now) {
        this.role = role;
        this.settings = settings;
        this.compression = compression;
        this.events = events;
        this.output = output;
        writer = new FrameWriter(role, output, maskingKeys);
        message = new IncomingMessage(allocator, settings.messageBytes(), compression);
        keepAlive = new KeepAlive(settings, now);
        messageRate = new RateLimit(settings.messagesPerSecond());
        byteRate = new RateLimit(settings.bytesPerSecond());
        controlRate = new RateLimit(settings.controlFramesPerSecond());
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
        while (state != State.CLOSED && !suspended) {
            if (remaining < 0) {
                if (!header.read(in)) {
                    return;
                }
                if (!begin(now)) {
                    break;
                }
            }
            if (remaining > 0 && !in.isReadable()) {
                return;
            }
            boolean whole =
                    Opcode.isControl(header.opcode())
                            ? controlPayload(in, now)
                            : dataPayload(in, now);
            if (!whole) {
                return;
            }
        }
        if (state == State.CLOSED) {
            in.skipBytes(in.readableBytes());
        }
    }

    /// Checks a header where it stands (§5.2, §5.4, §5.5; RFC 7692 §6).
    ///
    /// @return whether its payload is to be taken
    private boolean begin(long now) {
        String wrong = Opcode.isControl(header.opcode()) ? wrongControl() : wrongData();
        if (!header.wellFormed()) {
            wrong = "the frame's length is not in its shortest form";
        } else if (header.masked() != (role == Role.SERVER)) {
            wrong =
                    role == Role.SERVER
                            ? "a client's frames must be masked"
                            : "a server's frames must not be masked";
        }
        if (!wrong.isEmpty()) {
            return fail(CloseCode.PROTOCOL_ERROR, wrong);
        }
        remaining = header.length();
        if (Opcode.isControl(header.opcode())) {
            return controlRate.take(1, now)
                    || fail(CloseCode.POLICY_VIOLATION, "too many control frames");
        }
        if (!byteRate.take(header.length(), now)) {
            return fail(CloseCode.POLICY_VIOLATION, "too many bytes per second");
        }
        Outcome outcome = message.frame(header);
        if (message.frames() > settings.fragments()) {
            return fail(
                    CloseCode.POLICY_VIOLATION,
                    "the message has more than " + settings.fragments() + " frames");
        }
        return check(outcome);
    }

    private String wrongControl() {
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

    private String wrongData() {
        if (!Opcode.isKnown(header.opcode())) {
            return "opcode " + header.opcode() + " is reserved";
        }
        boolean continuation = header.opcode() == Opcode.CONTINUATION;
        if (header.rsv() != 0
                && (header.rsv() != RSV1 || continuation || !compression.isNegotiated())) {
            return "a reserved bit is set that nothing was negotiated for";
        }
        if (continuation && !message.isOpen()) {
            return "a continuation frame continues nothing";
        }
        if (!continuation && message.isOpen()) {
            return "a new message began before the last one ended";
        }
        return "";
    }

    private boolean controlPayload(ByteBuf in, long now) {
        int length = (int) header.length();
        int have = length - (int) remaining;
        int n = Math.min((int) remaining, in.readableBytes());
        if (control.length < length || control.length == 0) {
            control = Arrays.copyOf(control, Math.max(LEAST_CONTROL_BYTES, length));
        }
        in.readBytes(control, have, n);
        remaining -= n;
        if (remaining > 0) {
            return false;
        }
        remaining = -1;
        for (int i = 0, key = header.maskingKey(); i < length; i++) {
            control[i] ^= (byte) (key >> (24 - (i & 3) * 8));
        }
        switch (header.opcode()) {
            case Opcode.PING -> answerPing(length);
            case Opcode.PONG -> {
                long roundTrip = keepAlive.pong(control, length, now);
                if (roundTrip >= 0) {
                    events.pong(roundTrip);
                }
            }
            default -> peerClose(length);
        }
        return true;
    }

    private boolean dataPayload(ByteBuf in, long now) {
        int n = (int) Math.min(remaining, in.readableBytes());
        int index = in.readerIndex();
        in.skipBytes(n);
        if (n == header.length() && message.isDirect(header.fin())) {
            remaining = -1;
            if (check(message.direct(in, index, n, header.maskingKey()))) {
                deliver(in, index, n, now);
            }
            return true;
        }
        Outcome outcome =
                message.append(in, index, n, header, header.length() - remaining, remaining);
        remaining -= n;
        if (!check(outcome)) {
            return true;
        }
        if (remaining > 0) {
            return false;
        }
        remaining = -1;
        if (header.fin() && check(message.end())) {
            ByteBuf whole = message.assembled();
            deliver(whole, whole.readerIndex(), whole.readableBytes(), now);
            message.clear();
        }
        return true;
    }

    private void deliver(ByteBuf buffer, int index, int length, long now) {
        if (!messageRate.take(1, now)) {
            fail(CloseCode.POLICY_VIOLATION, "too many messages per second");
        } else if (state == State.OPEN) {
            events.message(message.isText(), buffer, index, length);
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
                            "a message has more than " + settings.messageBytes() + " bytes");
        };
    }

    // --- closing

    private void peerClose(int length) {
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
            closeDeadline = now + settings.closeTimeout().toNanos();
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
            writer.close(code, reason);
        }
    }

    private void end() {
        state = State.CLOSED;
        owedPong = null;
        message.clear();
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
                        writer.control(Opcode.PING, keepAlive.ping(now), KeepAlive.PING_BYTES);
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
                writer.write(
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
            writer.write(true, 0, opcode, payload, index, length);
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
            writer.write(last, 0, opcode, payload, index, length);
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
            writer.control(Opcode.PONG, owed, owed.length);
            owedPong = null;
        }
    }

    private void answerPing(int length) {
        if (state != State.OPEN) {
            return;
        }
        if (output.full()) {
            owedPong = Arrays.copyOf(control, length);
        } else {
            writer.control(Opcode.PONG, control, length);
        }
    }
}
