package dev.duplex.app.services;

import dev.duplex.Endpoint;
import dev.duplex.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Sends `tick!` a second after each session has opened, and every second from then on. A peer that
/// does not read misses ticks.
final class Ticker implements Endpoint {
    private final Executor inASecond;

    Ticker() {
        this(CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /// @param inASecond runs a task later, on any thread
    Ticker(Executor inASecond) {
        this.inASecond = inASecond;
    }

    @Override
    public void onOpen(Session session) {
        inASecond.execute(() -> tick(session));
    }

    private void tick(Session session) {
        if (session.isOpen()) {
            session.send("tick!");
            inASecond.execute(() -> tick(session));
        }
    }
}
