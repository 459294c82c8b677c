package dev.duplex.conformance.storm;

import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Habits of being slow.
final class Dawdling {
    private Dawdling() {}

    /// Says nothing after the handshake, not even Pongs: it is let go, after it was asked.
    static void saysNothing(Stranger stranger) throws Exception {
        stranger.open("/brief");
        awaitPing(stranger);
        int code = stranger.awaitEnd().code();
        if (code != 1006) {
            throw stranger.peer.failure("the endpoint is told 1006", "it was told " + code);
        }
        drain(stranger);
    }

    /// Is quiet for several pings, which it answers.
    static void pauses(Stranger stranger) {
        stranger.open("/pinging");
        for (int i = 0; i < 3; i++) {
            RawFrame ping = awaitPing(stranger);
            stranger.peer.send(RawFrame.of(RawFrame.PONG, ping.payload()));
        }
        RawFrame message = stranger.message();
        stranger.peer.send(message);
        expectBetweenPings(stranger, message);
    }

    /// Pauses within a frame for two pings, one byte at each: it cannot answer them there, but is heard.
    static void pausesInAFrame(Stranger stranger) {
        stranger.open("/pinging");
        RawFrame message = stranger.message();
        byte[] bytes = message.bytes();
        int at = stranger.random.nextInt(bytes.length - 2);
        stranger.peer.send(Arrays.copyOf(bytes, at));
        for (int end = at + 2; at < end; at++) {
            awaitPing(stranger);
            stranger.peer.send(new byte[] {bytes[at]});
        }
        stranger.peer.send(Arrays.copyOfRange(bytes, at, bytes.length));
        expectBetweenPings(stranger, message);
    }

    /// Reads when the server's queue for it is full: slowly, then all. Nothing is missing.
    static void readsLate(Stranger stranger) throws Exception {
        stranger.open("/pour").peer.send(RawFrame.text("go"));
        stranger.awaitFull();
        stranger.peer.readAtOnce(stranger.oneOf(100, 1_000, 10_000, 100_000));
        stranger.expectPieces();
        stranger.peer.send(RawFrame.close(1000, ""));
        Expect.cleanEnd(stranger.peer);
    }

    /// Takes nothing of what is written to it: it is let go.
    static void readsNothing(Stranger stranger) throws Exception {
        stranger.open("/hasty").peer.send(RawFrame.text("go"));
        stranger.awaitFull();
        int code = stranger.awaitEnd().code();
        if (code != 1006) {
            throw stranger.peer.failure("the endpoint is told 1006", "it was told " + code);
        }
        drain(stranger);
    }

    private static RawFrame awaitPing(Stranger stranger) {
        RawFrame ping = stranger.peer.readFrame("a Ping");
        if (ping.opcode() != RawFrame.PING) {
            throw stranger.peer.failure("a Ping", ping.toString());
        }
        return ping;
    }

    private static void expectBetweenPings(Stranger stranger, RawFrame message) {
        RawFrame frame = stranger.peer.readFrame("an echo");
        while (frame.opcode() == RawFrame.PING) {
            frame = stranger.peer.readFrame("an echo");
        }
        if (!Arrays.equals(frame.payload(), message.payload())) {
            throw stranger.peer.failure(message.toString(), frame.toString());
        }
    }

    /// Reads whatever is left, up to the end, which may be a reset.
    private static void drain(Stranger stranger) {
        byte[] read = new byte[Site.PIECE];
        try {
            InputStream in = stranger.peer.socket().getInputStream();
            while (in.read(read) >= 0) {
                // Dropped.
            }
        } catch (java.net.SocketTimeoutException e) {
            throw stranger.peer.failure("the end of the stream", e.toString());
        } catch (IOException _) {
            // A reset ends it as well.
        }
    }
}
