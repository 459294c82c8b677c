package dev.duplex.conformance.storm;

import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import java.util.Arrays;
import java.util.List;

/// Habits of ending a connection.
final class Leaving {
    private static final RawFrame GO = RawFrame.text("go");

    private Leaving() {}

    /// A reset after any byte, of the handshake or of frames, whether or not anything was read.
    static void resetsAnywhere(Stranger stranger) {
        byte[] handshake = stranger.handshake(stranger.oneOf("/echo", "/wait", "/large", "/pour"));
        byte[] all = Stranger.joined(handshake, Stranger.bytes(stranger.messages(6)));
        int sent = stranger.random.nextInt(all.length + 1);
        stranger.send(Arrays.copyOf(all, sent));
        if (sent >= handshake.length && stranger.random.nextBoolean()) {
            stranger.opened();
        }
        stranger.peer.reset();
    }

    /// Leaves at once: before it says anything, in the handshake, or when that was sent; and does not read.
    static void comesAndGoes(Stranger stranger) {
        byte[] handshake = stranger.handshake("/echo");
        int sent = stranger.oneOf(0, stranger.random.nextInt(handshake.length), handshake.length);
        if (sent > 0) {
            stranger.peer.send(Arrays.copyOf(handshake, sent));
        }
        if (stranger.random.nextBoolean()) {
            stranger.peer.reset();
        } else {
            stranger.peer.close();
        }
    }

    /// Ends its side within a frame, or between two. What was whole has been received, and the answers of who answers at once
    /// come.
    static void endsInAFrame(Stranger stranger) throws Exception {
        stranger.open("/echo");
        List<RawFrame> whole = stranger.messages(5);
        byte[] part = stranger.partOf(stranger.message());
        stranger.send(Stranger.joined(Stranger.bytes(whole), part));
        stranger.peer.endOutput();
        stranger.expectEchoes(whole);
        Expect.cleanEnd(stranger.peer);
        expectLost(stranger);
    }

    /// Ends its side while a large message is under way to it, and reads that.
    static void endsWhileWrittenTo(Stranger stranger) throws Exception {
        stranger.open("/large").peer.send(GO);
        stranger.peer.endOutput();
        stranger.peer.readAtOnce(stranger.oneOf(3_000, 70_000));
        stranger.expectLarge();
        Expect.cleanEnd(stranger.peer);
        expectLost(stranger);
    }

    /// Is gone, one way or another, when it has read some of a large message.
    static void leavesWhileWrittenTo(Stranger stranger) throws Exception {
        stranger.open(stranger.oneOf("/large", "/pour")).peer.send(GO);
        int read = stranger.oneOf(0, 1, stranger.random.nextInt(Site.LARGE / 2));
        stranger.peer.socket().getInputStream().readNBytes(read);
        if (stranger.random.nextBoolean()) {
            stranger.peer.reset();
        } else {
            stranger.peer.close();
        }
        expectLost(stranger);
    }

    /// Closes while a large message is under way to it: §5.5.1 lets the server finish what it has begun, and it has to.
    static void closesWhileWrittenTo(Stranger stranger) {
        stranger.open("/large").peer.send(GO, RawFrame.close(1000, ""));
        if (stranger.random.nextBoolean()) {
            stranger.peer.endOutput();
        }
        stranger.expectLarge();
        Expect.close(stranger.peer, 1000);
        Expect.cleanEnd(stranger.peer);
    }

    /// Ends its side, reads some, and resets: both ends of the stream are over while there is something to write.
    static void endsThenResets(Stranger stranger) throws Exception {
        stranger.open(stranger.oneOf("/large", "/pour")).peer.send(GO);
        stranger.peer.endOutput();
        int read = stranger.random.nextInt(Site.PIECE);
        stranger.peer.socket().getInputStream().readNBytes(read);
        stranger.peer.reset();
        expectLost(stranger);
    }

    /// The endpoint learns that the connection was lost: there was no Close (RFC 6455 §7.1.5).
    private static void expectLost(Stranger stranger) throws Exception {
        int code = stranger.awaitEnd().code();
        if (code != 1006) {
            throw stranger.peer.failure("the endpoint is told 1006", "it was told " + code);
        }
    }
}
