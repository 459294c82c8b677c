package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps a connection to a server: whenever it ends another is made, after a pause that grows. Each is one life: what was sent and not
/// answered is never sent again by the next, for a publication would come twice. Any thread.
///
/// Its monitor guards which connection there is; nothing is called under it.
///
/// @param <C> what kind of connection
final class Link<C extends StatefulConnection<String, byte[]>> implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(3);

    /// What Lettuce says now and then in place of the reason, when a server has refused and closed: the next attempt tells more.
    private static final String VAGUE = "closed prematurely";

    private static final int FAILURES = 2;

    /// Whoever uses the connection.
    interface Use<C extends StatefulConnection<String, byte[]>> {
        /// A connection was made. Done when it may be used; if it fails, the connection ends and another is made.
        CompletionStage<Void> begin(Link<C> link, C connection);

        /// It has ended. May come while [#begin] goes on.
        void ended(C connection);
    }

    private final String server;
    private final String what;
    private final Supplier<CompletionStage<C>> connector;
    private final Function<C, CompletionStage<String>> pinging;
    private final Use<C> use;
    private final Resources resources;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private @Nullable C current;
    private boolean up;
    private boolean wasUp;
    private boolean closed;
    private int failures;
    private Duration pause = FIRST_PAUSE;
    private long pinged = System.nanoTime();

    /// @param server for people
    /// @param what it is for, for people
    Link(
            String server,
            String what,
            Supplier<CompletionStage<C>> connector,
            Function<C, CompletionStage<String>> pinging,
            Use<C> use,
            Resources resources) {
        this.server = server;
        this.what = what;
        this.connector = connector;
        this.pinging = pinging;
        this.use = use;
        this.resources = resources;
    }

    /// Begins to connect.
    ///
    /// @return done when it is connected; fails if the first attempt does, which goes on to be followed by others
    CompletableFuture<Void> open() {
        connect();
        return first;
    }

    /// Asks who is at the other end whether it is there: a connection on which nothing is said may be dead, and nobody would know. Called now and
    /// then.
    void tick() {
        C connection;
        synchronized (this) {
            connection = current;
            if (connection == null || !up || System.nanoTime() - pinged < PING_INTERVAL.toNanos()) {
                return;
            }
            pinged = System.nanoTime();
        }
        pinging.apply(connection)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        drop(connection, failure);
                    }
                });
    }

    /// Whether there is a connection that may be used.
    synchronized boolean isUp() {
        return up;
    }

    /// Gives a connection up that is there but does not do what it is for. Nothing happens if another has replaced it.
    void drop(C connection, Throwable why) {
        ended(connection, why);
    }

    /// Gives up whatever connection there is, so that another is made.
    void renew(Throwable why) {
        C connection;
        synchronized (this) {
            connection = current;
        }
        if (connection != null) {
            drop(connection, why);
        }
    }

    /// Ends; who made the connection closes it.
    @Override
    public void close() {
        C last;
        synchronized (this) {
            closed = true;
            up = false;
            last = current;
            current = null;
        }
        first.completeExceptionally(new EngineException("the engine is closed"));
        if (last != null) {
            use.ended(last);
        }
    }

    private void connect() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        CompletionStage<C> connecting;
        try {
            connecting = connector.get();
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        connecting.whenComplete((connection, failure) -> {
            if (failure == null) {
                made(connection);
            } else {
                failed(failure);
            }
        });
    }

    private void made(C connection) {
        synchronized (this) {
            if (!closed) {
                current = connection;
            }
        }
        if (!isCurrent(connection)) {
            connection.closeAsync();
            return;
        }
        connection.addListener(
                new RedisConnectionStateListener() {
                    @Override
                    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                        ended(connection, new EngineException("the connection was closed"));
                    }
                });
        use.begin(this, connection)
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        began(connection);
                    } else {
                        drop(connection, failure);
                    }
                });
        if (!connection.isOpen()) {
            // It may have ended before anybody listened.
            ended(connection, new EngineException("the connection was closed"));
        }
    }

    private synchronized boolean isCurrent(C connection) {
        return connection.equals(current);
    }

    private void began(C connection) {
        boolean again;
        synchronized (this) {
            if (!connection.equals(current)) {
                return;
            }
            again = wasUp;
            up = true;
            wasUp = true;
            pause = FIRST_PAUSE;
        }
        if (again) {
            RedisEngine.LOG.log(
                    System.Logger.Level.INFO,
                    "Redis at " + server + " is connected again, for " + what);
        }
        first.complete(null);
    }

    private void ended(C connection, Throwable why) {
        boolean lost;
        synchronized (this) {
            if (!connection.equals(current)) {
                return;
            }
            current = null;
            lost = up;
            up = false;
        }
        use.ended(connection);
        connection.closeAsync();
        if (lost) {
            resources.observer().disconnected();
        }
        failed(why);
    }

    /// Tries again in a while.
    private void failed(Throwable why) {
        EngineException failure =
                new EngineException(
                        "Redis at " + server + " is not connected, for " + what + ": " + words(why),
                        why);
        long wait;
        boolean vague;
        synchronized (this) {
            if (closed) {
                return;
            }
            vague = words(why).contains(VAGUE) && failures < FAILURES && !wasUp;
            failures++;
            // Not all nodes at once.
            wait = pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis());
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
        }
        // Of the first attempt, who opens the engine is told.
        if (!vague && !first.completeExceptionally(failure)) {
            resources.complaints().log(failure);
        }
        try {
            resources.clock().schedule(this::connect, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The engine is being closed: there is nobody left to connect for.
        }
    }

    /// What went wrong at the bottom of it.
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
