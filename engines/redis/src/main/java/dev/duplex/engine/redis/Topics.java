package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What this node is subscribed to at one server, over one connection; whenever there is another, all of it anew. Any thread; what comes is
/// told on the thread of the connection.
///
/// In a cluster a topic is at the server that has its slot and nowhere else: with the slot it is handed on while nobody else is let in (`Slots`), and who found
/// this server before that and comes after it is passed on.
///
/// Its monitor guards what is subscribed to, and is held while that is given to Lettuce; nothing foreign is called under it.
final class Topics
        implements Link.Use<StatefulRedisPubSubConnection<String, byte[]>>, AutoCloseable {
    /// How many topics go into one command.
    private static final int AT_ONCE = 512;

    /// Of how many topics it is told at a time, after a new connection, that something may be missing: each costs a read.
    private static final int TOLD_AT_ONCE = 256;

    private static final Duration TELL_INTERVAL = Duration.ofMillis(10);

    private final String server;
    private final Resources resources;
    private final RedisLimits limits;
    private final Runnable disagreeing;
    private final Optional<Peers> peers;
    private final Map<String, Topic> topics = new HashMap<>();

    /// Those that Redis has not answered yet, the oldest first.
    private final Map<String, Topic> pending = new LinkedHashMap<>();

    /// How often subscribing was asked for, by topic, that the server of the live connection has not answered: it is the last answer that counts, for before
    /// it there may be a subscription that ends meanwhile.
    private final Unanswered asked = new Unanswered();

    /// How often the live connection was asked to end a subscription, by topic, and has not answered; of a cluster only, where the server ends some by itself.
    private final Unanswered leaving = new Unanswered();

    /// Those that the live connection was refused though the server has them as far as is known, and that are asked for once more; of a cluster only.
    private final Set<String> turnedAway = new HashSet<>();

    /// Who may have missed something, each once however often it may have, the oldest first.
    private final SequencedSet<Topic> interrupted = new LinkedHashSet<>();

    private @Nullable Link<StatefulRedisPubSubConnection<String, byte[]>> link;
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> live;

    /// The server of the latest connection.
    private Optional<Identity> met = Optional.empty();

    /// The server that scripts go to, if that is known.
    private Optional<Identity> wanted = Optional.empty();

    private boolean closed;

    /// @param server for people
    /// @param disagreeing called when a connection has led to another server than scripts go to
    /// @param peers of a cluster; empty: it is not one of a cluster
    Topics(String server, Resources resources, Runnable disagreeing, Optional<Peers> peers) {
        this.server = server;
        this.disagreeing = disagreeing;
        this.resources = resources;
        this.limits = resources.limits();
        this.peers = peers;
    }

    /// Subscribes. Nobody else is subscribed to the topic.
    ///
    /// @return done when the server has said so; fails with an [EngineException]
    CompletionStage<Void> join(String name, Topic.Hearer hearer) {
        Topic topic = new Topic(hearer);
        boolean elsewhere;
        boolean taken = false;
        synchronized (this) {
            elsewhere = isElsewhere(name);
            if (!elsewhere) {
                taken = take(name, topic);
            }
        }
        if (elsewhere) {
            peers.orElseThrow().pass(name, topic);
        } else if (!taken) {
            refuse(topic);
        }
        return topic.joined;
    }

    /// Takes one over that another server had, or that came to it.
    ///
    /// @return whether it has; otherwise whoever calls has to [#refuse] it, without a lock
    synchronized boolean take(String name, Topic topic) {
        if (!closed) {
            topics.put(name, topic);
            if (!topic.attached) {
                pending.put(name, topic);
            }
            if (live != null) {
                subscribe(live, List.of(name));
            }
        }
        return !closed;
    }

    /// Fails one that came too late.
    void refuse(Topic topic) {
        topic.joined.completeExceptionally(new EngineException("the engine is not open"));
    }

    private boolean isElsewhere(String name) {
        return peers.isPresent() && !peers.get().takes(name);
    }

    /// Takes out those that are another server's.
    Map<String, Topic> takeTopics(Predicate<String> elsewhere) {
        Map<String, Topic> taken = new HashMap<>();
        synchronized (this) {
            topics.forEach((name, topic) -> {
                if (elsewhere.test(name)) {
                    taken.put(name, topic);
                }
            });
            taken.keySet().forEach(this::end);
        }
        return taken;
    }

    /// Ends a subscription; nothing comes of it after this method returns, but for what is being told.
    void leave(String name) {
        boolean elsewhere;
        synchronized (this) {
            elsewhere = isElsewhere(name);
            if (!elsewhere) {
                end(name);
            }
        }
        if (elsewhere) {
            peers.orElseThrow().leave(name);
        }
    }

    /// Likewise, of one that is here if it is anywhere.
    synchronized void end(String name) {
        pending.remove(name);
        turnedAway.remove(name);
        if (topics.remove(name) == null || live == null) {
            return;
        }
        if (peers.isPresent()) {
            StatefulRedisPubSubConnection<String, byte[]> connection = live;
            leaving.asked(name);
            connection
                    .async()
                    .sunsubscribe(name)
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            notEnded(connection, name);
                        }
                    });
        } else {
            var _ = live.async().unsubscribe(name);
        }
    }

    /// How many there are.
    synchronized int count() {
        return topics.size();
    }

    /// Which server scripts go to from now on; empty: not known. What is published there has to come from there: a connection to another one is given
    /// up.
    void follow(Optional<Identity> server) {
        StatefulRedisPubSubConnection<String, byte[]> astray;
        synchronized (this) {
            wanted = server;
            astray = isAstray() ? live : null;
        }
        if (astray != null) {
            drop(astray, new EngineException("another server has taken over"));
        }
    }

    /// Whether what comes is another server's than scripts go to.
    private boolean isAstray() {
        return wanted.isPresent() && met.isPresent() && !wanted.equals(met);
    }

    /// Gives up what has waited too long. Called now and then.
    void tick() {
        List<Topic> late = takeLate();
        EngineException why =
                new EngineException(
                        "Redis at "
                                + server
                                + " did not subscribe within "
                                + limits.patience().toMillis()
                                + " ms");
        late.forEach(it -> it.joined.completeExceptionally(why));
    }

    /// Leaves those that have waited too long: all at once, so that none is answered while it is being given up.
    private synchronized List<Topic> takeLate() {
        long now = System.nanoTime();
        Map<String, Topic> late = new LinkedHashMap<>();
        for (Map.Entry<String, Topic> oldest : pending.entrySet()) {
            if (now - oldest.getValue().begun <= limits.patience().toNanos()) {
                break;
            }
            late.put(oldest.getKey(), oldest.getValue());
        }
        late.keySet().forEach(this::end);
        return List.copyOf(late.values());
    }

    @Override
    public CompletionStage<Void> begin(
            Link<StatefulRedisPubSubConnection<String, byte[]>> link,
            StatefulRedisPubSubConnection<String, byte[]> connection) {
        connection.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String topic, byte[] message) {
                        heard(connection, topic, message);
                    }

                    @Override
                    public void subscribed(String topic, long count) {
                        attached(connection, topic);
                    }

                    @Override
                    public void smessage(String topic, byte[] message) {
                        heard(connection, topic, message);
                    }

                    @Override
                    public void ssubscribed(String topic, long count) {
                        attached(connection, topic);
                    }

                    @Override
                    public void sunsubscribed(String topic, long count) {
                        detached(connection, topic);
                    }
                });
        synchronized (this) {
            this.link = link;
        }
        return connection
                .async()
                .info()
                .thenCompose(info -> open(connection, Identity.ofMaster(info)));
    }

    /// Subscribes to all of it, if this is the server that scripts go to.
    private CompletionStage<Void> open(
            StatefulRedisPubSubConnection<String, byte[]> connection, Identity server) {
        List<RedisFuture<Void>> answers = new ArrayList<>();
        boolean astray;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new EngineException("the engine is closed"));
            }
            met = Optional.of(server);
            astray = isAstray();
            if (!astray && connection.isOpen()) {
                live = connection;
                asked.clear();
                leaving.clear();
                turnedAway.clear();
                answers.addAll(subscribe(connection, List.copyOf(topics.keySet())));
            }
        }
        if (astray) {
            // Either may be the one that is not the master any more.
            disagreeing.run();
            return CompletableFuture.failedFuture(
                    new EngineException("it is another server than the one for commands"));
        }
        return CompletableFuture.allOf(
                answers.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new));
    }

    @Override
    public synchronized void ended(StatefulRedisPubSubConnection<String, byte[]> connection) {
        if (connection.equals(live)) {
            live = null;
        }
    }

    @Override
    public void close() {
        List<Topic> left;
        synchronized (this) {
            closed = true;
            live = null;
            left = List.copyOf(pending.values());
            pending.clear();
            topics.clear();
            asked.clear();
            leaving.clear();
            turnedAway.clear();
            interrupted.clear();
        }
        EngineException why = new EngineException("the engine is closed");
        left.forEach(it -> it.joined.completeExceptionally(why));
    }

    private List<RedisFuture<Void>> subscribe(
            StatefulRedisPubSubConnection<String, byte[]> connection, List<String> names) {
        names.forEach(asked::asked);
        List<RedisFuture<Void>> answers = new ArrayList<>();
        boolean cluster = peers.isPresent();
        // Those of several slots do not go into one command.
        int atOnce = cluster ? 1 : AT_ONCE;
        for (int from = 0; from < names.size(); from += atOnce) {
            List<String> some = names.subList(from, Math.min(from + atOnce, names.size()));
            String[] channels = some.toArray(String[]::new);
            RedisFuture<Void> one =
                    cluster
                            ? connection.async().ssubscribe(channels)
                            : connection.async().subscribe(channels);
            one.whenComplete((_, failure) -> {
                if (failure != null) {
                    notSubscribed(connection, some, failure);
                }
            });
            answers.add(one);
        }
        return answers;
    }

    /// The server has refused to subscribe, or has not answered in time, or the connection has ended.
    private void notSubscribed(
            StatefulRedisPubSubConnection<String, byte[]> connection,
            List<String> names,
            Throwable failure) {
        // Only then there is no other answer to come.
        boolean refused = failure instanceof RedisCommandExecutionException;
        if (refused) {
            refused(connection, names);
        }
        boolean elsewhere = !refused || Peers.isStray(failure);
        if (peers.isPresent() && elsewhere) {
            peers.get().strayed();
        } else if (refused) {
            String why = "Redis at " + server + " does not subscribe: " + Link.words(failure);
            resources.complaints().log(new EngineException(why, failure));
        }
    }

    /// There will be no answer but the refusal. Who was to be told of the slot may not have been yet, or what is not allowed is allowed some time: those of a cluster
    /// are asked for once more.
    private synchronized void refused(
            StatefulRedisPubSubConnection<String, byte[]> connection, List<String> names) {
        if (!connection.equals(live)) {
            return;
        }
        for (String name : names) {
            if (!asked.answered(name) && peers.isPresent() && topics.containsKey(name)) {
                turnedAway.add(name);
            }
        }
    }

    /// Asks once more for what was refused. Called after each look at who has which slot.
    synchronized void resume() {
        if (live != null && !turnedAway.isEmpty()) {
            List<String> names = List.copyOf(turnedAway);
            turnedAway.clear();
            var _ = subscribe(live, names);
        }
    }

    /// There will be no answer but that a subscription is not ended.
    private synchronized void notEnded(
            StatefulRedisPubSubConnection<String, byte[]> connection, String name) {
        if (connection.equals(live)) {
            var _ = leaving.answered(name);
        }
    }

    private void heard(
            StatefulRedisPubSubConnection<String, byte[]> connection, String name, byte[] message) {
        Topic topic;
        synchronized (this) {
            // What a connection still has that was given up would come in between.
            topic = connection.equals(live) ? topics.get(name) : null;
        }
        if (topic == null) {
            return;
        }
        resources.observer().received(message.length);
        synchronized (topic) {
            topic.hearer.heard(message);
        }
        topic.hearer.endOfBatch();
    }

    /// The server has subscribed: for the first time, or once more because the connection is another.
    private void attached(StatefulRedisPubSubConnection<String, byte[]> connection, String name) {
        Topic topic;
        boolean again;
        synchronized (this) {
            if (!connection.equals(live) || asked.answered(name)) {
                return;
            }
            topic = topics.get(name);
            if (topic == null) {
                return;
            }
            pending.remove(name);
            again = topic.attached;
            topic.attached = true;
            if (again && interrupted.add(topic) && interrupted.size() == 1) {
                tellSoon();
            }
        }
        if (again) {
            synchronized (topic) {
                topic.hearer.resumed();
            }
        } else {
            resources.answers().execute(() -> topic.joined.complete(null));
        }
    }

    /// The server has ended a subscription: as it was told to, or because the slot is another server's. Who is still here is subscribed once more, and moves
    /// when it is known where to.
    private void detached(StatefulRedisPubSubConnection<String, byte[]> connection, String name) {
        synchronized (this) {
            if (!connection.equals(live)) {
                return;
            }
            boolean ours = leaving.has(name);
            var _ = leaving.answered(name);
            if (ours || !topics.containsKey(name)) {
                return;
            }
            var _ = subscribe(connection, List.of(name));
        }
        peers.ifPresent(Peers::strayed);
    }

    private void tellSoon() {
        try {
            resources
                    .clock()
                    .schedule(
                            this::tellInterrupted, TELL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The engine is being closed: there is nobody to tell.
        }
    }

    /// Tells some of those who may have missed something.
    private void tellInterrupted() {
        List<Topic> told = new ArrayList<>();
        synchronized (this) {
            while (told.size() < TOLD_AT_ONCE && !interrupted.isEmpty()) {
                told.add(interrupted.removeFirst());
            }
            if (!interrupted.isEmpty()) {
                tellSoon();
            }
        }
        told.forEach(it -> it.hearer.interrupted());
    }

    private void drop(StatefulRedisPubSubConnection<String, byte[]> connection, Throwable why) {
        Link<StatefulRedisPubSubConnection<String, byte[]>> mine;
        synchronized (this) {
            mine = link;
        }
        if (mine != null) {
            mine.drop(connection, why);
        }
    }
}
