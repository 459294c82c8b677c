package dev.duplex.app.feed;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.ServerSentEvents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The open streams of Server-Sent Events, which are as many as may be and no more.
final class EventStreams implements AutoCloseable {
    /// Open at a time; a further one is answered 503.
    static final int MAX_STREAMS = 64;

    /// Streams begin with a comment, so that the page learns at once that they are open.
    private static final byte[] BEGINNING =
            new ServerSentEvents().comment(" simulated").end().toByteArray();

    private final Semaphore places = new Semaphore(MAX_STREAMS);
    private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /// Answers with a stream, or says that there is no place.
    ///
    /// @return whether the stream is open now
    boolean open(HttpExchange exchange) {
        if (closing || !places.tryAcquire()) {
            exchange.status(503).header("Retry-After", "2").respond(new byte[0]);
            return false;
        }
        exchange.header("Content-Type", ServerSentEvents.CONTENT_TYPE)
                .header("Cache-Control", "no-store");
        open.add(exchange);
        exchange.onClosed(() -> {
            open.remove(exchange);
            places.release();
        });
        exchange.write(ByteBuffer.wrap(BEGINNING));
        if (closing) {
            exchange.end();
        }
        return true;
    }

    /// Sends an event with this JSON, unless the page is behind with reading: then it misses this one.
    static void send(HttpExchange exchange, String json) {
        byte[] event = ServerSentEvents.event(json.getBytes(StandardCharsets.UTF_8));
        exchange.write(ByteBuffer.wrap(event));
    }

    boolean isOpen(HttpExchange exchange) {
        return open.contains(exchange);
    }

    /// Ends all streams, and opens no others: so that they keep no server from closing.
    @Override
    public void close() {
        closing = true;
        open.forEach(HttpExchange::end);
    }
}
