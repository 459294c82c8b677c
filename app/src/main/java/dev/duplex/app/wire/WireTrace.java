package dev.duplex.app.wire;

import dev.duplex.WireTap;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.ServerSentEvents;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Traces the WebSocket connections of the development page, and of nobody else.
///
/// The page opens [#events], and gets a cookie with a random id. Its browser sends the cookie with
/// each WebSocket handshake to this host. A connection is traced if its first request carries the id
/// of a stream that is open now, and an `Origin` that is its own `Host`; every other connection is
/// forgotten with its first request. Only those who can read the stream know its id, and a page sees
/// its own browser's connections only.
///
/// All that a page or a peer can make grow is limited by the constants here.
public final class WireTrace implements WireTap, AutoCloseable {
    /// Event streams open at a time; a further one is answered 503.
    public static final int MAX_STREAMS = 8;

    /// Connections traced at a time; further ones are not traced.
    public static final int MAX_CONNECTIONS = 64;

    /// Connections whose first request is being looked at; further ones are not traced.
    public static final int MAX_CANDIDATES = 256;

    /// The most bytes of a request's or a response's head; a connection with a longer one is not
    /// traced.
    public static final int MAX_HEAD_BYTES = 16 * 1024;

    /// Bytes of each frame's payload that are shown.
    public static final int MAX_PAYLOAD_BYTES = 1024;

    /// Bytes of frames that wait for a page; further frames are counted as a gap.
    public static final int MAX_QUEUED_BYTES = 512 * 1024;

    /// Bytes that wait for a page, handshakes and ends included; a page that does not read even
    /// these is let go.
    public static final int MAX_QUEUED_BYTES_IN_ALL = 4 * 1024 * 1024;

    /// Data frames of one connection that are told each second; further ones are counted as a gap. So
    /// a burst measures the connection and not its trace.
    public static final int FRAMES_PER_SECOND = 200;

    /// Data frames that are told at once after a pause.
    public static final int FRAMES_AT_ONCE = 500;

    static final String COOKIE = "duplex-wire";
    private static final Duration GAP_DELAY = Duration.ofMillis(250);
    private static final int ID_BYTES = 16;

    private final LongSupplier nanoTime;
    private final Executor later;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong connectionIds = new AtomicLong();
    private final Semaphore streamPlaces = new Semaphore(MAX_STREAMS);
    private final Semaphore candidatePlaces = new Semaphore(MAX_CANDIDATES);
    private final Semaphore connectionPlaces = new Semaphore(MAX_CONNECTIONS);
    private final List<WireStream> streams = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    public WireTrace() {
        this(
                System::nanoTime,
                CompletableFuture.delayedExecutor(GAP_DELAY.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// @param later runs a task after a short while, on any thread
    WireTrace(LongSupplier nanoTime, Executor later) {
        this.nanoTime = nanoTime;
        this.later = later;
    }

    @Override
    public Connection accepted(InetSocketAddress remote) {
        if (streams.isEmpty() || !candidatePlaces.tryAcquire()) {
            return Untraced.CONNECTION;
        }
        return new TracedConnection(this, remote);
    }

    /// Answers a page with its stream of events. To be mounted at `/_dev/wire`.
    public HttpHandler events() {
        return this::answer;
    }

    private void answer(HttpExchange exchange) {
        var request = exchange.request();
        String method = request.method();
        boolean head = method.equals("HEAD");
        if (!head && !method.equals("GET")) {
            exchange.status(405).header("Allow", "GET, HEAD").respond(new byte[0]);
        } else if (Origin.isForeign(request.headers())) {
            exchange.status(403).respond(new byte[0]);
        } else if (head) {
            boolean free = streamPlaces.availablePermits() > 0;
            exchange.status(free ? 200 : 503).respond(new byte[0]);
        } else if (!closing && streamPlaces.tryAcquire()) {
            open(exchange);
        } else {
            exchange.status(503).header("Retry-After", "2").respond(new byte[0]);
        }
    }

    private void open(HttpExchange exchange) {
        String id =
                Origin.cookie(exchange.request().headers().all("Cookie"), COOKIE)
                        .filter(this::isWatched)
                        .orElseGet(this::newId);
        exchange.header("Content-Type", ServerSentEvents.CONTENT_TYPE)
                .header("Cache-Control", "no-store")
                .header("Set-Cookie", COOKIE + "=" + id + "; Path=/; SameSite=Strict; HttpOnly");
        WireStream stream = new WireStream(id, exchange, later);
        streams.add(stream);
        exchange.onClosed(() -> {
            streams.remove(stream);
            stream.closed();
            streamPlaces.release();
        });
        stream.start();
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Whether a page with this id is looking.
    boolean isWatched(String id) {
        return streams.stream().anyMatch(stream -> stream.id().equals(id));
    }

    /// The open streams with this id: a page that was opened twice has two.
    List<WireStream> streams(String id) {
        return streams.stream().filter(stream -> stream.id().equals(id)).toList();
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /// A candidate is not one any more: traced or forgotten.
    void releaseCandidate() {
        candidatePlaces.release();
    }

    /// Takes a place for a traced connection, given back by [#releaseConnection].
    ///
    /// @return the connection's number in the events; empty if there is no place
    Optional<Long> admit() {
        return connectionPlaces.tryAcquire()
                ? Optional.of(connectionIds.incrementAndGet())
                : Optional.empty();
    }

    void releaseConnection() {
        connectionPlaces.release();
        endStreamsIfOver();
    }

    /// Ends the streams as soon as no connection is traced any more, and opens no others: so that they
    /// keep no server from closing, and still show how it does. To be called when that begins.
    @Override
    public void close() {
        closing = true;
        endStreamsIfOver();
    }

    private void endStreamsIfOver() {
        if (closing && connectionPlaces.availablePermits() == MAX_CONNECTIONS) {
            streams.forEach(WireStream::end);
        }
    }
}
