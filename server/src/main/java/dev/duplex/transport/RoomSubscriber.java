package dev.duplex.transport;

import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;

/// A session in its rooms: publications are sent to it as they are, by the policy `disconnect`.
final class RoomSubscriber implements Subscriber {
    private final Lane lane;
    private final WebSocketConnection connection;

    RoomSubscriber(Lane lane, WebSocketConnection connection) {
        this.lane = lane;
        this.connection = connection;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public Offer offer(Publication publication) {
        return connection.offer(publication.payload());
    }
}
