package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Has scripts run by one server, over one connection, in the order in which they were asked for, many at a time. While there
/// is no connection they wait, within limits. Any thread.
///
/// A server that was started anew, or was told to forget its scripts, does not know them. Then those that it refused, and all
/// that come later, wait until it has been given them: the order stays.
///
/// What a server refuses is sent again, but never behind what came after it: where that has been done already, or may have been, the former fails. So it is when others
/// give the server its scripts, or a server of a cluster finds that all is well, while answers are under way.
///
/// The order of one thread's calls stays when a slot goes to another server of a cluster, too. What waits is handed on while nobody else is let in (`Slots`);
/// whoever found this server before that and comes after it sees so under the monitor, and is passed on behind what was handed on. What the server
/// refuses when its slot has gone already fails: what came later may have been done.
///
/// Its monitor guards where commands go, and is held while one is given to Lettuce, whose answers come on a thread of their own: nothing
/// foreign is called under it.
final class Commands implements Link.Use<StatefulRedisConnection<String, byte[]>>, AutoCloseable {
    /// What becomes of a request that comes.
    private enum Fate {
        TAKEN,
        CLOSED,
        ELSEWHERE
    }

    private final String server;
    private final Resources resources;
    private final RedisLimits limits;
    private final Consumer<Optional<Identity>> whereabouts;
    private final Optional<Peers> peers;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Backlog backlog = new Backlog();
    private @Nullable Link<StatefulRedisConnection<String, byte[]>> link;

    /// Where scripts are sent; `null` while they wait.
    private @Nullable StatefulRedisConnection<String, byte[]> live;

    /// Where they will be sent when it is known whose they are.
    private @Nullable StatefulRedisConnection<String, byte[]> held;

    /// Done when all has been answered that was sent before this last began to wait.
    private CompletableFuture<@Nullable Void> still = CompletableFuture.completedFuture(null);

    /// Whether something may have been refused and wait. Written under the monitor.
    private volatile boolean refusing;

    private boolean closed;

    /// @param server for people
    /// @param whereabouts told which server scripts go to from now on; nothing when that has ended
    /// @param peers of a cluster; empty: nothing can be another server's
    Commands(
            String server,
            Resources resources,
            Consumer<Optional<Identity>> whereabouts,
            Optional<Peers> peers) {
        this.server = server;
        this.resources = resources;
        this.limits = resources.limits();
        this.whereabouts = whereabouts;
        this.peers = peers;
    }

    /// Has a script run.
    ///
    /// @return what it answers, on the thread of answers. Fails with an [EngineException]: unless it was refused, it may have run
    CompletableFuture<Answer> run(Script script, String[] keys, Arguments arguments) {
        Request request = new Request(script, keys, arguments.all());
        if (waitingBytes.addAndGet(request.bytes) > limits.waitingBytes()) {
            waitingBytes.addAndGet(-request.bytes);
            EngineException full =
                    new EngineException(
                            "more waits for Redis at "
                                    + server
                                    + " than the limit waiting-bytes allows ("
                                    + limits.waitingBytes()
                                    + ")");
            resources.complaints().log(full);
            return CompletableFuture.failedFuture(full);
        }
        switch (accept(request)) {
            case TAKEN -> {}
            case CLOSED -> refuse(request);
            case ELSEWHERE -> {
                waitingBytes.addAndGet(-request.bytes);
                peers.orElseThrow().pass(request);
            }
        }
        return request.answer;
    }

    private synchronized Fate accept(Request request) {
        if (peers.isPresent() && !peers.get().takes(request.key())) {
            return Fate.ELSEWHERE;
        }
        return add(request) ? Fate.TAKEN : Fate.CLOSED;
    }

    /// @return whether it is not too late
    private synchronized boolean add(Request request) {
        if (!closed && live != null) {
            send(live, request);
        } else if (!closed) {
            backlog.add(request);
        }
        return !closed;
    }

    /// What was asked for and is not answered.
    long waitingBytes() {
        return waitingBytes.get();
    }

    /// Gives up what has waited too long for a connection. Called now and then.
    void tick() {
        List<Request> late;
        synchronized (this) {
            late = backlog.takeLate(limits.patience());
        }
        if (!late.isEmpty()) {
            EngineException why =
                    new EngineException(
                            "Redis at "
                                    + server
                                    + " is not connected, for longer than "
                                    + limits.patience().toMillis()
                                    + " ms");
            late.forEach(it -> fail(it, why));
        }
    }

    /// Takes out what waits and is another server's.
    synchronized List<Request> takeWaiting(Predicate<String> elsewhere) {
        List<Request> taken = backlog.take(elsewhere);
        taken.forEach(it -> waitingBytes.addAndGet(-it.bytes));
        return taken;
    }

    /// Takes over what came to another server. The limit has been asked.
    ///
    /// @return whether it has; otherwise whoever calls has to [#refuse] it, without a lock
    boolean take(Request request) {
        waitingBytes.addAndGet(request.bytes);
        return add(request);
    }

    /// Fails what came too late.
    void refuse(Request request) {
        fail(request, new EngineException("the engine is not open"));
    }

    /// Has what comes wait until [#resume].
    ///
    /// @return done when what was sent before has been answered, for the answer to the ping comes after; what was refused waits
    synchronized CompletableFuture<@Nullable Void> hold() {
        StatefulRedisConnection<String, byte[]> connection = live;
        if (connection != null) {
            live = null;
            still =
                    connection
                            .async()
                            .ping()
                            .toCompletableFuture()
                            .handleAsync(
                                    (_, _) -> {
                                        held(connection);
                                        return null;
                                    },
                                    resources.answers());
        }
        return still;
    }

    /// Whether what comes waits.
    synchronized boolean isWaiting() {
        return live == null;
    }

    /// Goes on with what was held, if anything was.
    void resume() {
        StatefulRedisConnection<String, byte[]> connection;
        synchronized (this) {
            connection = held;
            held = null;
        }
        if (connection != null) {
            open(connection);
        }
    }

    @Override
    public CompletionStage<Void> begin(
            Link<StatefulRedisConnection<String, byte[]>> link,
            StatefulRedisConnection<String, byte[]> connection) {
        synchronized (this) {
            this.link = link;
        }
        return connection
                .async()
                .info()
                .thenCompose(info -> {
                    whereabouts.accept(Optional.of(Identity.ofMaster(info)));
                    return load(connection);
                })
                .thenAcceptAsync(_ -> open(connection), resources.answers());
    }

    @Override
    public void ended(StatefulRedisConnection<String, byte[]> connection) {
        synchronized (this) {
            if (connection.equals(live)) {
                live = null;
            }
            if (connection.equals(held)) {
                held = null;
            }
        }
        whereabouts.accept(Optional.empty());
    }

    /// What waits fails.
    @Override
    public void close() {
        List<Request> left;
        synchronized (this) {
            closed = true;
            live = null;
            left = backlog.takeAll();
        }
        EngineException why = closed();
        left.forEach(it -> fail(it, why));
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static EngineException closed() {
        return new EngineException("the engine is closed");
    }

    private boolean isLate(Request request) {
        return request.isOlderThan(limits.patience());
    }

    private static CompletionStage<Void> load(StatefulRedisConnection<String, byte[]> connection) {
        return CompletableFuture.allOf(
                Arrays.stream(Script.values())
                        .map(it -> connection.async().scriptLoad(it.text()).toCompletableFuture())
                        .toArray(CompletableFuture[]::new));
    }

    /// Sends what waits, and all that comes from now on.
    private synchronized void open(StatefulRedisConnection<String, byte[]> connection) {
        if (closed || !connection.isOpen()) {
            return;
        }
        live = connection;
        backlog.takeAll().forEach(it -> send(connection, it));
    }

    private void send(StatefulRedisConnection<String, byte[]> connection, Request request) {
        connection
                .async()
                .<List<Object>>evalsha(
                        request.script.digest(),
                        ScriptOutputType.MULTI,
                        request.keys,
                        request.arguments)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                answered(request, answer);
                            } else {
                                failed(connection, request, failure);
                            }
                        },
                        resources.answers());
    }

    private void answered(Request request, List<Object> answer) {
        overtake(request);
        waitingBytes.addAndGet(-request.bytes);
        resources.observer().answered(true, request.age());
        request.answer.complete(new Answer(answer));
    }

    private void failed(
            StatefulRedisConnection<String, byte[]> connection,
            Request request,
            Throwable failure) {
        Throwable why =
                failure instanceof CompletionException it && it.getCause() != null
                        ? it.getCause()
                        : failure;
        switch (why) {
            case RedisNoScriptException _ when !isLate(request) -> sendAgain(request);
            case RedisCommandTimeoutException _ -> {
                overtake(request);
                drop(connection, why);
                fail(
                        request,
                        new EngineException(
                                "Redis at "
                                        + server
                                        + " did not answer within "
                                        + limits.patience().toMillis()
                                        + " ms: what was asked for may have happened",
                                why));
            }
            case RedisCommandExecutionException moved
                    when peers.isPresent() && !isLate(request) && Peers.isStray(moved) ->
                    hold(request);
            case RedisReadOnlyException _, RedisLoadingException _ -> {
                drop(connection, why);
                fail(request, refusal(why));
            }
            case RedisCommandExecutionException _ -> fail(request, refusal(why));
            default -> {
                overtake(request);
                fail(
                        request,
                        new EngineException(
                                "the connection to Redis at "
                                        + server
                                        + " was lost: what was asked for may have happened",
                                why));
            }
        }
    }

    /// Fails what was refused and waits to be sent again, when something that was asked for later of the same key has been done, or may have been.
    private void overtake(Request later) {
        if (!refusing) {
            return;
        }
        List<Request> earlier;
        synchronized (this) {
            earlier = backlog.takeRefused(later.key());
            refusing = backlog.hasRefused();
        }
        if (!earlier.isEmpty()) {
            EngineException why =
                    new EngineException(
                            "Redis at "
                                    + server
                                    + " has refused what was asked for, and may have done what came after it");
            earlier.forEach(it -> fail(it, why));
        }
    }

    private EngineException refusal(Throwable why) {
        return new EngineException(
                "Redis at " + server + " does not do what it is asked for: " + Link.words(why),
                why);
    }

    private void drop(StatefulRedisConnection<String, byte[]> connection, Throwable why) {
        Link<StatefulRedisConnection<String, byte[]>> mine;
        synchronized (this) {
            mine = link;
        }
        if (mine != null) {
            mine.drop(connection, why);
        }
    }

    private void fail(Request request, EngineException why) {
        waitingBytes.addAndGet(-request.bytes);
        resources.observer().answered(false, request.age());
        if (!isClosed()) {
            resources.complaints().log(why);
        }
        request.answer.completeExceptionally(why);
    }

    /// The server does not know the script. All that was sent before is answered by the time it has been given them, for it answers in order.
    private void sendAgain(Request request) {
        boolean kept;
        synchronized (this) {
            kept = keep(request);
            StatefulRedisConnection<String, byte[]> connection = live;
            if (kept && connection != null) {
                live = null;
                still =
                        load(connection)
                                .toCompletableFuture()
                                .handleAsync(
                                        (_, failure) -> {
                                            if (failure == null) {
                                                open(connection);
                                            } else {
                                                drop(connection, failure);
                                            }
                                            return null;
                                        },
                                        resources.answers());
            }
        }
        if (!kept) {
            fail(request, gone());
        }
    }

    /// The slot is another server's. What comes waits until it is known whose it is.
    private void hold(Request request) {
        boolean kept;
        synchronized (this) {
            kept = keep(request);
            if (kept) {
                var _ = hold();
            }
        }
        if (!kept) {
            fail(request, gone());
        }
    }

    private void held(StatefulRedisConnection<String, byte[]> connection) {
        synchronized (this) {
            if (connection.isOpen()) {
                held = connection;
            }
        }
        peers.ifPresent(Peers::strayed);
    }

    /// Keeps what was refused, but not when the engine is closed, nor if its slot is another server's by now, which may have done what came later.
    private boolean keep(Request request) {
        if (closed || (peers.isPresent() && !peers.get().has(request.key()))) {
            return false;
        }
        backlog.putBack(request);
        refusing = true;
        return true;
    }

    private EngineException gone() {
        return isClosed()
                ? closed()
                : new EngineException(
                        "the slot of what was asked for went from Redis at "
                                + server
                                + " to another meanwhile");
    }
}
