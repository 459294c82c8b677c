package dev.duplex.bench.model;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.bench.BenchException;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.session.Carrier;
import dev.duplex.session.Outgoing;

/// Takes what sessions send, and counts it. It stands for all connections of a lane, and frames nothing.
final class CountingCarrier implements Carrier {
    private long answers;
    private long deliveries;
    private long deliveredBytes;

    /// Messages that were for one session alone.
    long answers() {
        return answers;
    }

    /// Publications that were given to a session, all sessions together.
    long deliveries() {
        return deliveries;
    }

    /// Their bytes, as they were encoded for their clients.
    long deliveredBytes() {
        return deliveredBytes;
    }

    @Override
    public Offer offer(Message message) {
        answers++;
        return Offer.ACCEPTED;
    }

    @Override
    public Offer publish(Payload payload) {
        deliveries++;
        deliveredBytes += payload.size();
        return Offer.ACCEPTED;
    }

    @Override
    public boolean publish(Burst burst) {
        burst.publications().forEach(publication -> publish(publication.payload()));
        return true;
    }

    @Override
    public void take(Outgoing outgoing) {
        throw new BenchException("a session was handed something by another thread: " + outgoing);
    }

    @Override
    public long held() {
        return 0;
    }

    @Override
    public long ahead() {
        return 0;
    }

    @Override
    public void awaitRoom() {
        throw new BenchException("a session finds no room, where there is always some");
    }

    @Override
    public void awaitRoomForPiece() {
        awaitRoom();
    }

    @Override
    public void suspendReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {
        throw new BenchException("a session was closed: " + reason);
    }

    @Override
    public void fail(CloseReason reason) {
        close(reason);
    }
}
