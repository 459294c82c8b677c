package dev.duplex.conformance.storm;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.TransportKind;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Offer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// What the strangers' server serves, and what it tells of one stranger to the thread that plays it.
final class Site {
    /// The size of what is poured, and of the one large message.
    static final int PIECE = 64 << 10;

    static final int LARGE = 1 << 20;

    /// How many pieces follow once the queue has been full.
    static final int PIECES_AFTER_FULL = 8;

    /// Where it is pinged often.
    static final Duration PING_INTERVAL = Duration.ofMillis(100);

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final Limits PATIENT =
            Limits.builder()
                    .queueBytes(256 << 10)
                    .handshakeTimeout(LONG)
                    .pingInterval(LONG)
                    .writeTimeout(LONG)
                    .closeTimeout(LONG)
                    .controlFramesPerSecond(10_000)
                    .build();

    private static final AttributeKey<Poured> POURED = AttributeKey.of("poured");

    private final Map<String, CompletableFuture<Boolean>> full = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<CloseReason>> ended = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> ending = new CompletableFuture<>();
    private final CountDownLatch busy = new CountDownLatch(1);

    final Ledger ledger = new Ledger();

    /// A builder with all routes.
    Server.Builder server(TransportKind kind) {
        return Server.builder()
                .host("127.0.0.1")
                .port(0)
                .transport(kind)
                .eventLoops(2)
                .limits(PATIENT)
                .webSocket("/echo", counted(new Echo()))
                .webSocket(
                        "/wait",
                        counted(Endpoint.blocking(session -> session.forEach(session::send))))
                .webSocket("/pour", counted(new Pour()))
                .webSocket("/large", counted(new Large()))
                .webSocket("/room", counted(new Room()))
                .webSocket("/busy", counted(Endpoint.blocking(_ -> busy.await())))
                .webSocket(
                        "/pinging",
                        counted(new Echo()),
                        with(PATIENT.toBuilder().pingInterval(PING_INTERVAL).build()))
                .webSocket(
                        "/brief",
                        counted(new Echo()),
                        with(
                                PATIENT.toBuilder()
                                        .pingInterval(PING_INTERVAL)
                                        .pongTimeout(SHORT)
                                        .build()))
                .webSocket(
                        "/hasty",
                        counted(new Pour()),
                        with(PATIENT.toBuilder().writeTimeout(SHORT).closeTimeout(SHORT).build()));
    }

    private static WebSocketOptions with(Limits limits) {
        return WebSocketOptions.DEFAULT.withLimits(limits);
    }

    /// Completes when the queue of the stranger of this name has been full, or the server is to end.
    CompletableFuture<Boolean> full(String name) {
        return filling(name).applyToEither(ending, it -> it);
    }

    private CompletableFuture<Boolean> filling(String name) {
        return full.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    /// The server is to end: nobody waits for a queue or for a session's end any more.
    void ends() {
        ending.complete(true);
    }

    /// Completes when the session of the stranger of this name is over, or the server is to end: it may never have begun then.
    CompletableFuture<CloseReason> ended(String name) {
        return session(name).applyToEither(ending.thenApply(_ -> CloseReason.GOING_AWAY), it -> it);
    }

    private CompletableFuture<CloseReason> session(String name) {
        return ended.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    /// Lets the handlers at `/busy` return.
    void release() {
        busy.countDown();
    }

    private static String name(Session session) {
        return session.request().query("n").orElseThrow();
    }

    /// The bytes of a piece or message of this number: different for each, and at each place.
    static byte[] content(int number, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        int word = number * 0x9E37_79B1;
        while (bytes.remaining() >= Integer.BYTES) {
            bytes.putInt(word);
            word = word * 31 + 7;
        }
        while (bytes.hasRemaining()) {
            bytes.put((byte) word);
        }
        return bytes.array();
    }

    private Endpoint counted(Endpoint endpoint) {
        return new Endpoint() {
            @Override
            public void onOpen(Session session) {
                ledger.opened(session, name(session));
                endpoint.onOpen(session);
            }

            @Override
            public void onMessage(Session session, Message message) {
                ledger.isOpen(session);
                endpoint.onMessage(session, message);
            }

            @Override
            public void onDrained(Session session) {
                ledger.isOpen(session);
                endpoint.onDrained(session);
            }

            @Override
            public void onClose(Session session, CloseReason reason) {
                ledger.closed(session);
                endpoint.onClose(session, reason);
                session(name(session)).complete(reason);
            }
        };
    }

    /// Answers on the loop. Nobody here sends as much as the queue holds.
    private final class Echo implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            if (session.send(message) == Offer.FULL) {
                ledger.wrong("an echo found the queue of " + name(session) + " full");
            }
        }
    }

    private static final class Large implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            session.send(content(1, LARGE));
        }
    }

    private static final class Room implements Endpoint {
        @Override
        public void onOpen(Session session) {
            session.subscribe("room");
            session.send("joined");
        }
    }

    /// How far a session has been poured into. Used on its loop only.
    private static final class Poured {
        int next;
        int end = Integer.MAX_VALUE;
    }

    /// Sends pieces until the queue is full, and when it has drained some more; then closes.
    private final class Pour implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            Poured poured = new Poured();
            session.attribute(POURED, poured);
            pour(session, poured);
        }

        @Override
        public void onDrained(Session session) {
            pour(session, session.attribute(POURED).orElseThrow());
        }

        private void pour(Session session, Poured poured) {
            for (; poured.next < poured.end; poured.next++) {
                switch (session.send(content(poured.next, PIECE))) {
                    case ACCEPTED -> {}
                    case CLOSED -> {
                        return;
                    }
                    case FULL -> {
                        poured.end = Math.min(poured.end, poured.next + PIECES_AFTER_FULL);
                        filling(name(session)).complete(true);
                        return;
                    }
                }
            }
            session.close();
        }
    }
}
