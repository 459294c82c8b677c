package dev.duplex.sockjs;

import dev.duplex.CloseReason;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.InLane;
import dev.duplex.session.Receiver;
import java.nio.ByteBuffer;
import java.util.List;

/// A response that carries a session's frames: one of them (a poll), or many until it has carried
/// enough (a stream). Made on the exchange's loop; what [Receiver] says runs in the session's lane.
final class HttpReceiver implements Receiver {
    /// What goes into one frame of a stream: more makes no difference on the wire.
    private static final int STREAM_BATCH_BYTES = 64 * 1024;

    private final HttpExchange exchange;
    private final Receiving transport;
    private final DetachedSession session;
    private final int limit;

    // In the session's lane:
    private long sent;
    private boolean done;

    /// The client knows how the session ended, or that this request may not have it: what becomes of
    /// the connection does not matter any more.
    private boolean told;

    /// @param limit after how many bytes of frames a stream ends
    HttpReceiver(HttpExchange exchange, Receiving transport, DetachedSession session, int limit) {
        this.exchange = exchange;
        this.transport = transport;
        this.session = session;
        this.limit = limit;
    }

    /// Begins the response. On the exchange's loop, once, before anything else.
    void begin() {
        exchange.header("Content-Type", transport.contentType());
        if (transport.streams()) {
            // nginx gathers responses that do not say so, and holds a stream back.
            exchange.header("X-Accel-Buffering", "no");
            exchange.write(ByteBuffer.wrap(transport.prelude()));
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
        send(Frames.OPEN);
    }

    @Override
    public int batchBytes() {
        return transport.streams() ? STREAM_BATCH_BYTES : Integer.MAX_VALUE;
    }

    @Override
    public Offer messages(List<byte[]> encoded) {
        return send(Frames.messages(encoded));
    }

    @Override
    public void heartbeat() {
        send(Frames.HEARTBEAT);
    }

    @Override
    public boolean close(CloseReason reason) {
        if (send(Frames.close(reason)) == Offer.FULL) {
            return false;
        }
        told = true;
        if (!done) {
            end();
        }
        return true;
    }

    private Offer send(byte[] frame) {
        byte[] wrapped = transport.wrap(frame);
        if (!transport.streams()) {
            done = true;
            exchange.respond(wrapped);
            return Offer.ACCEPTED;
        }
        Offer offer = exchange.write(ByteBuffer.wrap(wrapped));
        if (offer == Offer.ACCEPTED) {
            sent += wrapped.length;
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
