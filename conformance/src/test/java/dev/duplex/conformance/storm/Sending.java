package dev.duplex.conformance.storm;

import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/// Habits of sending: how bytes are cut, and what should not be sent.
final class Sending {
    private Sending() {}

    /// Each byte is a segment of its own, from the handshake to the Close.
    static void byteByByte(Stranger stranger) {
        stranger.peer.sendChopped(stranger.handshake(stranger.oneOf("/echo", "/wait")), 1);
        stranger.opened();
        for (int i = 0; i < 3; i++) {
            RawFrame message = RawFrame.binary(Site.content(i, stranger.random.nextInt(150)));
            stranger.peer.sendChopped(message, 1);
            Expect.message(stranger.peer, message);
        }
        stranger.peer.sendChopped(RawFrame.close(1000, "done"), 1);
        Expect.close(stranger.peer, 1000);
        Expect.cleanEnd(stranger.peer);
    }

    /// Frames come in the segment of the handshake, or in that of its last byte; perhaps a Close, too, and the end.
    static void allInOneSegment(Stranger stranger) {
        byte[] handshake = stranger.handshake(stranger.oneOf("/echo", "/wait"));
        List<RawFrame> messages = stranger.messages(6);
        byte[] frames = Stranger.bytes(messages);
        int before = stranger.oneOf(0, handshake.length - 1);
        if (before > 0) {
            stranger.peer.send(Arrays.copyOf(handshake, before));
        }
        byte[] rest = Arrays.copyOfRange(handshake, before, handshake.length);
        stranger.peer.send(Stranger.joined(rest, frames));
        stranger.opened().expectEchoes(messages);
        stranger.leave();
    }

    /// Urgent bytes are no part of the stream (RFC 9293 §3.8.5), wherever they stand: in the handshake, between frames, in one.
    static void urgent(Stranger stranger) {
        byte[] handshake = stranger.handshake("/echo");
        int cut = stranger.random.nextInt(handshake.length);
        stranger.peer.send(Arrays.copyOf(handshake, cut));
        stranger.peer.sendUrgent(stranger.random.nextInt(256));
        stranger.peer.send(Arrays.copyOfRange(handshake, cut, handshake.length));
        stranger.opened();
        // One at a time: a second urgent byte would put the first back into the stream.
        for (int i = 0; i < 5; i++) {
            RawFrame message = stranger.message();
            byte[] bytes = message.bytes();
            int at = stranger.random.nextInt(bytes.length);
            stranger.peer.send(Arrays.copyOf(bytes, at));
            stranger.peer.sendUrgent(stranger.random.nextInt(256));
            stranger.peer.send(Arrays.copyOfRange(bytes, at, bytes.length));
            Expect.message(stranger.peer, message);
        }
        stranger.leave();
    }

    /// Goes on after its Close: what comes is dropped (RFC 6455 §5.5.1), and the Close is answered.
    static void talksAfterClose(Stranger stranger) {
        stranger.open("/echo");
        stranger.peer.send(RawFrame.close(1000, ""), stranger.message(), stranger.message());
        Expect.close(stranger.peer, 1000);
        talkToTheEnd(stranger);
    }

    /// Fails the connection by what no client may send (§5.1, §5.2), and goes on talking.
    static void breaksTheRules(Stranger stranger) {
        stranger.open("/echo");
        List<RawFrame> before = stranger.messages(3);
        RawFrame broken =
                switch (stranger.random.nextInt(3)) {
                    case 0 -> stranger.message().withoutMask();
                    case 1 -> stranger.message().withReserved(RawFrame.RSV2);
                    default -> RawFrame.of(11, new byte[0]);
                };
        stranger.send(Stranger.joined(Stranger.bytes(before), broken.bytes()));
        stranger.expectEchoes(before);
        Expect.close(stranger.peer, 1002);
        talkToTheEnd(stranger);
    }

    private static void talkToTheEnd(Stranger stranger) {
        try {
            for (int i = 0; i < 3; i++) {
                stranger.peer.send(stranger.message());
            }
        } catch (UncheckedIOException gone) {
            // The server need not take it.
            return;
        }
        Expect.end(stranger.peer);
    }
}
