package dev.duplex.session;

import dev.duplex.channels.Burst;
import dev.duplex.channels.BurstSubscriber;
import dev.duplex.channels.End;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscription;

/// A session in its rooms: publications are sent to it as they are, by the policy `disconnect`.
final class RoomSubscriber implements BurstSubscriber {
    private final LaneSession session;

    RoomSubscriber(LaneSession session) {
        this.session = session;
    }

    @Override
    public Lane lane() {
        return session.lane();
    }

    @Override
    public Offer offer(Publication publication) {
        return session.publish(publication.payload());
    }

    @Override
    public boolean takes(Burst burst) {
        return true;
    }

    @Override
    public Offer offer(Burst burst) {
        return session.publish(burst);
    }

    @Override
    public void ended(Subscription subscription, End end) {
        session.interrupted();
    }
}
