package dev.duplex.conformance.storm;

import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Twenty clients that behave, and exchange messages all the while: sixteen echoes, and four who are in a room. Each answer is
/// looked at.
final class Regulars {
    private static final int ECHOES = 16;
    private static final int MEMBERS = 4;
    private static final int ROOM_MESSAGE = 300;

    /// The longest that one may have to wait for an answer, on a machine that does much else.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Between two exchanges, if no stranger has left meanwhile.
    private static final long BREATH_MILLIS = 10;

    private final Server server;
    private final Semaphore turns = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder exchanges = new LongAdder();
    private volatile boolean leaving;
    private volatile boolean mayBeSentAway;

    /// What a client, or a few of them together, do over and over.
    private interface Exchange {
        /// @param peers those that are still there; it takes out who was sent away
        void once(List<RawWebSocket> peers);
    }

    Regulars(Server server, long seed) {
        this.server = server;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ECHOES; i++) {
            RawWebSocket peer = open(i % 2 == 0 ? "/echo" : "/wait", i);
            SplittableRandom own = random.split();
            start(List.of(peer), peers -> echo(peers, own));
        }
        List<RawWebSocket> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            RawWebSocket member = open("/room", ECHOES + i);
            Expect.message(member, RawFrame.text("joined"));
            members.add(member);
        }
        SplittableRandom own = random.split();
        start(members, peers -> publish(peers, own.nextInt()));
    }

    private RawWebSocket open(String route, int number) {
        RawWebSocket peer =
                RawWebSocket.connect(new InetSocketAddress("127.0.0.1", server.port()))
                        .rule("regular " + number + " at " + route)
                        .deadline(PATIENCE);
        peer.send(RawHandshake.of("localhost", route + "?n=regular-" + number));
        if (peer.readHead().status() != 101) {
            throw peer.failure("101", "another status");
        }
        return peer;
    }

    private void start(List<RawWebSocket> peers, Exchange exchange) {
        threads.add(Thread.ofVirtual().start(() -> visit(peers, exchange)));
    }

    private void visit(List<RawWebSocket> all, Exchange exchange) {
        List<RawWebSocket> peers = new ArrayList<>(all);
        try {
            while (!leaving && !peers.isEmpty()) {
                exchange.once(peers);
                exchanges.increment();
                if (turns.tryAcquire(BREATH_MILLIS, TimeUnit.MILLISECONDS)) {
                    turns.drainPermits();
                }
            }
            peers.forEach(Regulars::leave);
        } catch (Throwable failed) {
            failures.add(failed);
        } finally {
            all.forEach(RawWebSocket::close);
        }
    }

    private void echo(List<RawWebSocket> peers, SplittableRandom random) {
        int size = random.nextInt(random.nextInt(16) == 0 ? 60_000 : 300);
        RawFrame message = RawFrame.binary(Site.content(random.nextInt(), size));
        peers.forEach(peer -> peer.send(message));
        peers.removeIf(peer -> isSentAway(peer, message));
    }

    private void publish(List<RawWebSocket> peers, int number) {
        RawFrame message = RawFrame.binary(Site.content(number, ROOM_MESSAGE));
        server.hub().publish("room", Message.binary(message.payload()));
        peers.removeIf(peer -> isSentAway(peer, message));
    }

    /// Reads what has to be this message, or, where the server may end, a Close with 1001, which is answered.
    private boolean isSentAway(RawWebSocket peer, RawFrame message) {
        RawFrame frame = peer.readFrame(message.toString());
        if (mayBeSentAway && frame.closeCode().filter(code -> code == 1001).isPresent()) {
            peer.send(RawFrame.close(1001, ""));
            Expect.cleanEnd(peer);
            return true;
        }
        if (frame.opcode() != message.opcode()
                || !Arrays.equals(frame.payload(), message.payload())) {
            throw peer.failure(message.toString(), frame.toString());
        }
        return false;
    }

    private static void leave(RawWebSocket peer) {
        peer.send(RawFrame.close(1000, ""));
        Expect.close(peer, 1000);
        Expect.cleanEnd(peer);
    }

    /// A stranger has left: they go on at once.
    void strangerLeft() {
        turns.release();
    }

    /// From now on the server may send them away, properly.
    void mayBeSentAway() {
        mayBeSentAway = true;
    }

    /// Ends their visit, properly.
    ///
    /// @return what went wrong for any of them
    List<Throwable> leave() throws InterruptedException {
        leaving = true;
        return visited();
    }

    /// Waits until the last of them has gone.
    ///
    /// @return what went wrong for any of them
    List<Throwable> visited() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(failures);
    }

    long exchanges() {
        return exchanges.sum();
    }
}
