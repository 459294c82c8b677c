package dev.duplex.app.services;

import dev.duplex.Endpoint;
import dev.duplex.Session;
import java.time.Duration;

/// Sends `tick!` a second after each session has opened, and every second from then on. A peer that
/// does not read misses ticks.
final class Ticker implements Endpoint {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Override
    public void onOpen(Session session) {
        later(session);
    }

    private static void later(Session session) {
        Later.run(session.lane(), () -> tick(session), INTERVAL);
    }

    private static void tick(Session session) {
        if (session.isOpen()) {
            session.send("tick!");
            later(session);
        }
    }
}
