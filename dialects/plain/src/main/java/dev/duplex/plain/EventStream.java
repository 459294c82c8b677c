package dev.duplex.plain;

import dev.duplex.CloseReason;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscription;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.Request;
import dev.duplex.http.ServerSentEvents;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A response that carries a channel as Server-Sent Events (HTML Standard §9.2).
final class EventStream extends Visit {
    private final HttpExchange exchange;
    private final PlainOptions options;
    private final Events events;
    private final Optional<Position> since;
    private final Missed missed;

    private boolean begun;
    private Lane.@Nullable Alarm heartbeat;

    EventStream(HttpExchange exchange, Hub hub, PlainOptions options) {
        super(hub, options, exchange.lane(), exchange.request());
        this.exchange = exchange;
        this.options = options;
        missed = new Missed(this::give, options.publicationsBehindHistory());
        Request request = exchange.request();
        events = new Events(request.query("format").filter("json"::equals).isPresent());
        since =
                request.headers()
                        .first("Last-Event-ID")
                        .or(() -> request.query("since"))
                        .filter(it -> !it.isEmpty())
                        .map(Events::position);
    }

    void open() {
        exchange.onClosed(this::gone);
        exchange.onGoingAway(() -> refuse(Refusal.UNAVAILABLE));
        arrive(since, 0);
    }

    private void gone() {
        leave();
        stopHeartbeat();
    }

    @Override
    void entered(Start start) {
        begun = true;
        exchange.header("Content-Type", ServerSentEvents.CONTENT_TYPE)
                .header("Cache-Control", "no-store, no-transform")
                .header("X-Content-Type-Options", "nosniff")
                // nginx gathers responses that do not say so, and holds a stream back.
                .header("X-Accel-Buffering", "no");
        exchange.onDrained(this::drained);
        write(events.beginning(options.retry(), start, since.orElse(start.position())));
        missed.begin(start.publications());
        beatLater();
    }

    // --- what goes

    @Override
    public Offer offer(Publication publication) {
        return missed.offer(publication);
    }

    @Override
    public void skipped(Subscription from, long count) {
        missed.skipped(count);
    }

    private Offer give(Publication publication, long skipped) {
        return write(events.publication(publication, skipped));
    }

    private void drained() {
        if (missed.drained()) {
            roomAgain();
        }
    }

    private Offer write(byte[] event) {
        return exchange.write(ByteBuffer.wrap(event));
    }

    // --- time

    private void beatLater() {
        if (isGone()) {
            return;
        }
        try {
            heartbeat = lane().schedule(this::beat, options.heartbeatInterval());
        } catch (RejectedExecutionException _) {
            // The lane has ended, and the client with it.
        }
    }

    /// A client that does not read has no need of one.
    private void beat() {
        if (missed.isEmpty() && exchange.isWritable()) {
            write(Events.HEARTBEAT);
        }
        beatLater();
    }

    private void stopHeartbeat() {
        if (heartbeat != null) {
            heartbeat.cancel();
            heartbeat = null;
        }
    }

    // --- the end

    /// What it has not been given it gets when it comes back, by its last event's id.
    @Override
    void end(Refusal why) {
        if (begun) {
            if (why == Refusal.REMOVED) {
                CloseReason reason = why.closeReason();
                sayEnd(reason.code(), reason.reason());
            }
            finish();
        } else if (why.passes() && isEventSource()) {
            comeBack(why);
        } else {
            EventHandler.refuse(exchange, why);
        }
    }

    /// One that is not in the channel yet does not come back: no event has to tell it.
    @Override
    void disconnect(int code, String reason) {
        if (begun) {
            sayEnd(code, reason);
            finish();
        } else {
            end(Refusal.REMOVED);
        }
    }

    /// A stream that ends has no code: without this a page could not tell being sent away from a lost connection, and would come back.
    /// One that has no room for it just ends.
    private void sayEnd(int code, String reason) {
        write(Events.end(code, reason));
    }

    private boolean isEventSource() {
        return exchange.request().headers().all("Accept").stream()
                .anyMatch(it -> it.toLowerCase(Locale.ROOT).contains("text/event-stream"));
    }

    /// After any status but 200 an EventSource is closed for good (HTML Standard §9.2.3); after a stream that ends it comes back with
    /// its last event's id.
    private void comeBack(Refusal why) {
        exchange.header("Content-Type", ServerSentEvents.CONTENT_TYPE)
                .header("Cache-Control", "no-store, no-transform")
                .header("X-Content-Type-Options", "nosniff")
                .respond(Events.comeBack(options.retry(), why));
    }

    private void finish() {
        stopHeartbeat();
        missed.clear();
        exchange.end();
    }
}
