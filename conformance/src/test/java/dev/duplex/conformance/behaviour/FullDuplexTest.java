package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.BlockingSession;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Both directions at once: neither waits for the other.
class FullDuplexTest extends ServerSuite {
    private static final int PIECE = 64 << 10;

    private final AtomicLong received = new AtomicLong();
    private final CompletableFuture<Long> all = new CompletableFuture<>();

    /// Sends `total` bytes unprompted, and counts what comes.
    private Endpoint both(long total) {
        return Endpoint.blocking(session -> {
            Thread sender = Thread.ofVirtual().start(() -> sendAll(session, total));
            session.forEach(message -> {
                if (received.addAndGet(message.size()) == total) {
                    all.complete(total);
                }
            });
            sender.join();
        });
    }

    private static void sendAll(BlockingSession session, long total) {
        Message piece = Message.binary(new byte[PIECE]);
        try {
            for (long sent = 0; sent < total; sent += PIECE) {
                if (!session.sendAndWait(piece)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writeAll(RawWebSocket peer, long total) {
        byte[] frame = RawFrame.binary(new byte[PIECE]).bytes();
        for (long sent = 0; sent < total; sent += PIECE) {
            peer.send(frame);
        }
    }

    private static void readAll(RawWebSocket peer, long total) {
        for (long read = 0; read < total; ) {
            read += Expect.message(peer, "more of " + total + " bytes").length();
        }
    }

    @Test
    @DisplayName("both sides send 100 MiB at once, unprompted")
    void bothAtOnce() throws Exception {
        long total = 100L << 20;
        Server server = start(builder().webSocket("/both", both(total)));
        RawWebSocket peer = open(server, "/both");
        try (ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = writer.submit(() -> writeAll(peer, total));
            readAll(peer, total);
            writing.get(60, TimeUnit.SECONDS);
        }
        assertThat(all.get(60, TimeUnit.SECONDS)).isEqualTo(total);
        Expect.alive(peer);
    }

    @Test
    @DisplayName(
            "the server takes everything from a peer that reads nothing meanwhile, though its own sending is stuck")
    void receivesWhileSendingIsStuck() throws Exception {
        long total = 32L << 20;
        Server server = start(builder().webSocket("/both", both(total)));
        RawWebSocket peer = open(server, "/both");
        writeAll(peer, total);
        assertThat(all.get(30, TimeUnit.SECONDS)).isEqualTo(total);
        readAll(peer, total);
        Expect.alive(peer);
    }

    @Test
    @DisplayName(
            "the server sends everything to a peer that sends nothing, and the other way round")
    void oneSided() throws Exception {
        long total = 16L << 20;
        Server server = start(builder().webSocket("/both", both(total)));
        RawWebSocket peer = open(server, "/both");
        readAll(peer, total);
        writeAll(peer, total);
        assertThat(all.get(30, TimeUnit.SECONDS)).isEqualTo(total);
    }
}
