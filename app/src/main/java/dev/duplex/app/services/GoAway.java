package dev.duplex.app.services;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Session;

/// Closes each session as soon as it is open.
final class GoAway implements Endpoint {
    private static final CloseReason REASON = new CloseReason(3000, "Go away!");

    @Override
    public void onOpen(Session session) {
        session.close(REASON);
    }
}
