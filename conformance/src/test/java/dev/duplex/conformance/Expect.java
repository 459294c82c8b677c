package dev.duplex.conformance;

import dev.duplex.testkit.RawEnd;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What comes from the server, read and compared. Each method fails with what was expected, what
/// came, and what went over the connection before.
public final class Expect {
    private Expect() {}

    /// The next frame is this one, and is framed as a server must.
    public static RawFrame frame(RawWebSocket peer, RawFrame expected) {
        RawFrame frame = peer.readFrame(expected.withoutMask().toString());
        wellFramed(peer, frame);
        if (frame.opcode() != expected.opcode()
                || frame.fin() != expected.fin()
                || frame.reserved() != expected.reserved()
                || !Arrays.equals(frame.payload(), expected.payload())) {
            throw peer.failure(expected.withoutMask().toString(), frame.toString());
        }
        return frame;
    }

    /// The next message is this; the server may have cut it into fragments.
    public static void message(RawWebSocket peer, RawFrame expected) {
        RawFrame message = message(peer, expected.withoutMask().toString());
        if (message.opcode() != expected.opcode()
                || message.reserved() != 0
                || !Arrays.equals(message.payload(), expected.payload())) {
            throw peer.failure("message " + expected.withoutMask(), message.toString());
        }
    }

    /// The next message, its fragments put together; RSV bits are those of the first.
    public static RawFrame message(RawWebSocket peer, String expected) {
        RawFrame first = peer.readFrame(expected);
        wellFramed(peer, first);
        if (first.opcode() != RawFrame.TEXT && first.opcode() != RawFrame.BINARY) {
            throw peer.failure(expected, first.toString());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(first.payload());
        for (RawFrame last = first; !last.fin(); ) {
            last = peer.readFrame("the rest of " + expected);
            wellFramed(peer, last);
            if (last.opcode() != RawFrame.CONTINUATION || last.reserved() != 0) {
                throw peer.failure("a continuation without RSV bits (§5.4)", last.toString());
            }
            whole.writeBytes(last.payload());
        }
        return RawFrame.of(first.opcode(), whole.toByteArray())
                .withoutMask()
                .withReserved(first.reserved());
    }

    /// A frame sent comes back as a message.
    public static void echo(RawWebSocket peer, RawFrame frame) {
        peer.send(frame);
        message(peer, frame);
    }

    /// The server still answers: a Ping gets its Pong, and nothing came before that.
    public static void alive(RawWebSocket peer) {
        peer.send(RawFrame.ping("still there?"));
        frame(peer, RawFrame.pong("still there?"));
    }

    /// The server fails the connection: one Close with one of these codes and a reason that says
    /// something, then the end of the stream, and it waits for nothing from the peer (§7.1.7: an
    /// endpoint MUST NOT continue to attempt to process data, including a responding Close frame).
    public static void failed(RawWebSocket peer, int... codes) {
        RawFrame close = close(peer, codes);
        if (close.closeReason().isBlank()) {
            throw peer.failure("a reason that says what was wrong", close.toString());
        }
        end(peer);
    }

    /// The next frame is a Close with one of these codes.
    public static RawFrame close(RawWebSocket peer, int... codes) {
        String expected =
                "Close "
                        + Arrays.stream(codes)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(" or "));
        RawFrame close = peer.readFrame(expected);
        wellFramed(peer, close);
        if (close.opcode() != RawFrame.CLOSE
                || Arrays.stream(codes).noneMatch(code -> code == close.closeCode().orElse(0))) {
            throw peer.failure(expected, close.toString());
        }
        return close;
    }

    /// The next frame is a Close with this code and reason.
    public static void close(RawWebSocket peer, int code, String reason) {
        RawFrame close = close(peer, code);
        if (!close.closeReason().equals(reason)) {
            throw peer.failure("Close " + code + " \"" + reason + '"', close.toString());
        }
    }

    /// Nothing more comes, and the server ends the connection, one way or the other.
    public static void end(RawWebSocket peer) {
        peer.readEnd();
    }

    /// Nothing more comes, and the server ends the connection cleanly (§7.1.1).
    public static void cleanEnd(RawWebSocket peer) {
        if (peer.readEnd() != RawEnd.EOF) {
            throw peer.failure("a clean end of the stream (§7.1.1)", "a reset");
        }
    }

    private static void wellFramed(RawWebSocket peer, RawFrame frame) {
        if (frame.mask().isPresent()) {
            throw peer.failure("§5.1: a server MUST NOT mask any frames", frame.toString());
        }
        if (frame.lengthForm() != RawFrame.LengthForm.minimal(frame.length())) {
            throw peer.failure(
                    "§5.2: the minimal number of bytes MUST be used to encode the length",
                    frame.toString());
        }
        if (frame.isControl() && (!frame.fin() || frame.length() > 125 || frame.reserved() != 0)) {
            throw peer.failure(
                    "§5.5: control frames have at most 125 bytes and are not fragmented",
                    frame.toString());
        }
    }
}
