package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import java.nio.ByteBuffer;
import java.util.List;

/// A response that carries what a session sends: one frame of it (a poll), or many until it has carried
/// enough (a stream). Made on the exchange's loop; what [Receiver] says runs in the session's lane.
public final class HttpReceiver implements Receiver {
    /// What goes into one frame of a stream: more makes no difference on the wire.
    private static final int STREAM_BATCH_BYTES = 64 * 1024;

    private final HttpExchange exchange;
    private final ResponseFraming framing;
    private final DetachedSession session;
    private final long limit;

    // In the session's lane:
    private long sent;
    private boolean done;

    /// The client knows how the session ended, or that this request may not have it: what becomes of
    /// the connection does not matter any more.
    private boolean told;

    /// @param limit after how many bytes of frames a stream ends
    public HttpReceiver(
            HttpExchange exchange, ResponseFraming framing, DetachedSession session, long limit) {
        this.exchange = exchange;
        this.framing = framing;
        this.session = session;
        this.limit = limit;
    }

    /// Begins the response. On the exchange's loop, once, before anything else.
    public void begin() {
        exchange.header("Content-Type", framing.contentType());
        if (framing.streams()) {
            // nginx gathers responses that do not say so, and holds a stream back.
            exchange.header("X-Accel-Buffering", "no");
            exchange.write(ByteBuffer.wrap(framing.prelude()));
            exchange.onDrained(() -> inLane(() -> session.drained(this)));
        }
        exchange.onClosed(() -> {
            if (!exchange.isComplete()) {
                inLane(this::lost);
            }
        });
    }

    private void lost() {
        if (!told) {
            session.lost(this);
        }
    }

    private void inLane(Runnable task) {
        InLane.run(session.lane(), task);
    }

    @Override
    public void open() {
        send(framing.open());
    }

    @Override
    public int batchBytes() {
        return framing.streams() ? STREAM_BATCH_BYTES : Integer.MAX_VALUE;
    }

    @Override
    public Offer messages(List<byte[]> encoded) {
        return send(framing.messages(encoded));
    }

    @Override
    public void heartbeat() {
        send(framing.heartbeat());
    }

    @Override
    public boolean close(CloseReason reason) {
        if (send(framing.close(reason)) == Offer.FULL) {
            return false;
        }
        told = true;
        if (!done) {
            end();
        }
        return true;
    }

    private Offer send(byte[] frame) {
        if (frame.length == 0) {
            return Offer.ACCEPTED;
        }
        if (!framing.streams()) {
            done = true;
            exchange.respond(frame);
            return Offer.ACCEPTED;
        }
        Offer offer = exchange.write(ByteBuffer.wrap(frame));
        if (offer == Offer.ACCEPTED) {
            sent += frame.length;
            if (sent >= limit) {
                end();
            }
        }
        return offer;
    }

    private void end() {
        done = true;
        exchange.end();
    }

    @Override
    public boolean isDone() {
        return done;
    }
}
