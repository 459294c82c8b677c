package dev.duplex.app.ticker;

import dev.duplex.app.services.Routes;
import dev.duplex.app.wire.OwnPages;
import dev.duplex.channels.Hub;
import dev.duplex.channels.ThreadLane;
import dev.duplex.http.HttpExchange;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/// The ticker as it is served, beside the channels that its prices are in:
///
/// | request | what |
/// |---|---|
/// | `GET /_dev/ticker/instruments` | what there is, with the last price of each |
/// | `POST /_dev/ticker/rate?updates=N` | publishes N prices a second from now on, for everybody |
///
/// For pages of this host only.
public final class LiveTicker implements AutoCloseable {
    private static final String PATH = "/_dev/ticker";

    /// Each start of the program has the same market.
    private static final long SEED = 1_729;

    private static final int MAX_DIGITS = 6;

    private final ThreadLane lane = new ThreadLane("duplex-ticker");
    private final TickerFeed feed;

    /// Publishes nothing before it is mounted.
    public LiveTicker(Hub hub) {
        feed =
                new TickerFeed(
                        hub, lane, new Market(SEED), System::nanoTime, InstantSource.system());
    }

    /// Adds it to a server to be, and begins to publish when somebody looks.
    public void mount(Routes routes) {
        routes.http(PATH + "/instruments", OwnPages.only(this::instruments, "GET"));
        routes.http(PATH + "/rate", OwnPages.only(this::rate, "POST"));
        feed.start();
    }

    private void instruments(HttpExchange exchange) {
        exchange.header("Content-Type", "application/json").header("Cache-Control", "no-store");
        whileOpen(exchange, () -> feed.snapshot(exchange::respond));
    }

    private void rate(HttpExchange exchange) {
        Optional<Integer> rate =
                exchange.request()
                        .query("updates")
                        .filter(it -> it.matches("\\d{1," + MAX_DIGITS + "}"))
                        .map(Integer::valueOf)
                        .filter(it -> it <= TickerFeed.MAX_RATE);
        if (rate.isEmpty()) {
            exchange.status(400).respond(new byte[0]);
            return;
        }
        whileOpen(
                exchange,
                () -> {
                    feed.rate(rate.get());
                    exchange.status(204).respond(new byte[0]);
                });
    }

    /// What goes on, in short, as JSON: see [TickerFeed#glance].
    ///
    /// @throws RejectedExecutionException if it has been closed
    public CompletionStage<String> glance() {
        CompletableFuture<String> glance = new CompletableFuture<>();
        feed.glance(glance::complete);
        return glance;
    }

    /// Answers 503 when the server is being closed.
    private static void whileOpen(HttpExchange exchange, Runnable answer) {
        try {
            answer.run();
        } catch (RejectedExecutionException _) {
            exchange.status(503).respond(new byte[0]);
        }
    }

    /// Publishes nothing any more. Before the hub is closed.
    @Override
    public void close() {
        feed.close();
        lane.close();
    }
}
