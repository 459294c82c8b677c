package dev.duplex.app.services;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import java.util.concurrent.atomic.AtomicReference;

/// One room for all: each message goes to every connection, the sender's too.
final class Broadcast implements Endpoint {
    private static final CloseReason STARTING = new CloseReason(1013, "the server is starting");

    private final String room;
    private final AtomicReference<Hub> hub = new AtomicReference<>();

    Broadcast(String room) {
        this.room = room;
    }

    /// Gives it the hub of the server that it is served by, which there is only once that listens.
    void attach(Hub hub) {
        this.hub.set(hub);
    }

    @Override
    public void onOpen(Session session) {
        if (hub.get() == null) {
            session.close(STARTING);
            return;
        }
        session.subscribe(room);
    }

    @Override
    public void onMessage(Session session, Message message) {
        Hub room = hub.get();
        if (room != null) {
            room.publish(this.room, message);
        }
    }
}
