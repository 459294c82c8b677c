package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The masters of a Redis Cluster, each of which has the channels of some slots. Who has which is asked at the start, every few seconds, and
/// whenever a server is away or says that a slot is not its own; then what waits for one that does not have it any more goes to the one that has it. A
/// server that has none is let go at the next look.
///
/// Slots change and what waits for them goes with them under one hold of the monitor, so that nothing comes first that was asked for later. Nobody else needs
/// the monitor: a server looks whether it has the slot, under the monitor by which it takes what comes ([Peers#takes]). It sees either the slots of before,
/// and then what came is handed on with the rest, or that the slot has changed or is changing, and then what came has to pass here ([Peers#pass]). Whose slot stays where it is
/// does not notice.
///
/// Its monitor guards that who has which slot is changed; under it come those of `Commands` and `Topics`.
final class Slots implements Servers {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /// What a server tells that is connected to most of the others, which have all slots.
    private static final String WHOLE = "cluster_state:ok";

    private final Resources resources;
    private final List<RedisURI> seeds;
    private final Optional<Path> trust;
    private final Keys keys;
    private final ExecutorService looking =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("duplex-redis-cluster").factory());

    /// Whether to look before it is time.
    private final AtomicBoolean asked = new AtomicBoolean();

    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<Place, Server> servers = new HashMap<>();

    /// Who has which. Each has somebody when this has been opened. Written under the monitor.
    private final AtomicReferenceArray<@Nullable Server> slots =
            new AtomicReferenceArray<>(SlotHash.SLOT_COUNT);

    /// The slots that have gone to other servers, or are just going, and what waits for them may not have. Written under the monitor, before the first of them goes; what was
    /// written does not change.
    private volatile BitSet moving = new BitSet();

    private final Runnable whileMoving;
    private volatile boolean opened;
    private volatile long looked = System.nanoTime();

    private record Place(String host, int port) {}

    /// Slots of one server, from the first to the last.
    private record Part(int first, int last, Place place) {}

    /// @param resources closed with it
    /// @param seeds any servers of the cluster, at least one
    /// @param trust a file with certificates of authorities, for TLS; empty: those of the JDK
    Slots(Resources resources, List<RedisURI> seeds, Optional<Path> trust, Keys keys) {
        this(resources, seeds, trust, keys, () -> {});
    }

    /// The same, for who looks at what others may do meanwhile.
    ///
    /// @param whileMoving called when slots have gone to other servers and what waits for them has not
    Slots(
            Resources resources,
            List<RedisURI> seeds,
            Optional<Path> trust,
            Keys keys,
            Runnable whileMoving) {
        this.whileMoving = whileMoving;
        this.resources = resources;
        this.seeds = List.copyOf(seeds);
        this.trust = trust;
        this.keys = keys;
    }

    @Override
    public void open(Duration patience) {
        var _ = apply(ask());
        if (!isWhole()) {
            throw new EngineException(
                    "the Redis cluster is not whole: there are slots that no master has");
        }
        opened = true;
        Server.open(all(), patience);
        resources
                .clock()
                .scheduleWithFixedDelay(
                        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Server of(String channel) {
        return at(keys.topic(channel));
    }

    @Override
    public Server meeting() {
        return at(keys.commands());
    }

    @Override
    public synchronized List<Server> all() {
        return List.copyOf(servers.values());
    }

    /// To those only who are connected to the slot's master.
    @Override
    public String publish() {
        return "SPUBLISH";
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        resources.stopClock();
        looking.shutdown();
        all().forEach(Server::close);
        resources.close();
    }

    private Server at(String key) {
        Server found = slots.get(SlotHash.getSlot(key));
        if (found == null) {
            throw new IllegalStateException("not open");
        }
        return found;
    }

    private void tick() {
        try {
            List<Server> all = all();
            all.forEach(Server::tick);
            Duration due = asked.get() || !all.stream().allMatch(Server::isUp) ? LOOK_AGAIN : LOOK;
            if (System.nanoTime() - looked > due.toNanos() && busy.compareAndSet(false, true)) {
                looking.execute(this::look);
            }
        } catch (RejectedExecutionException _) {
            // The engine is being closed.
        } catch (RuntimeException e) {
            // A task that throws is not called again.
            RedisEngine.LOG.log(
                    System.Logger.Level.ERROR, "looking after connections to Redis has failed", e);
        }
    }

    private void look() {
        asked.set(false);
        List<Server> idle = List.of();
        try {
            List<Part> parts = ask();
            still(parts);
            idle = apply(parts);
        } catch (EngineException e) {
            resources.complaints().log(e);
            // Somebody may wait for what nobody has told.
            asked.set(true);
        } finally {
            // Whatever came of it: the others do not wait for those whose slots are gone.
            all().forEach(Server::resume);
            idle.forEach(Server::close);
            looked = System.nanoTime();
            busy.set(false);
        }
    }

    /// Has those who lose slots answer what they were sent, before what comes goes elsewhere. Waits, but not for long: one that is out of reach does not answer,
    /// and what waits for it needs time to be done by another.
    private void still(List<Part> parts) {
        CompletableFuture<?>[] answered =
                losing(parts).stream()
                        .map(it -> it.commands().hold())
                        .toArray(CompletableFuture[]::new);
        long longest = resources.limits().patience().toMillis() / 2;
        // It fails when the engine is being closed.
        var _ =
                CompletableFuture.allOf(answered)
                        .handle((_, failure) -> failure == null)
                        .completeOnTimeout(false, longest, TimeUnit.MILLISECONDS)
                        .join();
    }

    private synchronized Set<Server> losing(List<Part> parts) {
        Set<Server> losing = new HashSet<>();
        changing(parts).stream()
                .forEach(slot -> {
                    Server owner = slots.get(slot);
                    if (owner != null) {
                        losing.add(owner);
                    }
                });
        return losing;
    }

    /// The slots that are to go to another server. The monitor is held.
    private BitSet changing(List<Part> parts) {
        BitSet changing = new BitSet(SlotHash.SLOT_COUNT);
        for (Part part : parts) {
            Server heir = servers.get(part.place());
            for (int slot = part.first(); slot <= part.last(); slot++) {
                changing.set(slot, slots.get(slot) != heir);
            }
        }
        return changing;
    }

    /// Takes over who has which slot, and gives what waits to those who have it now.
    ///
    /// @return servers that are not needed any more
    private List<Server> apply(List<Part> parts) {
        List<Server> made;
        List<Server> idle;
        List<Runnable> refusals = new ArrayList<>();
        synchronized (this) {
            made = make(parts);
            Set<Server> before = owners();
            moving = changing(parts);
            try {
                assign(parts);
                if (!moving.isEmpty()) {
                    whileMoving.run();
                    refusals.addAll(handOn());
                }
            } finally {
                moving = new BitSet();
            }
            idle = idle(before);
        }
        refusals.forEach(Runnable::run);
        if (opened) {
            // The first ones are waited for.
            made.forEach(Server::open);
        }
        return idle;
    }

    /// Makes those that are not known.
    private List<Server> make(List<Part> parts) {
        List<Server> made = new ArrayList<>();
        for (Part part : parts) {
            if (!servers.containsKey(part.place())) {
                Server server = make(part.place());
                servers.put(part.place(), server);
                made.add(server);
            }
        }
        return made;
    }

    private void assign(List<Part> parts) {
        for (Part part : parts) {
            Server server = servers.get(part.place());
            for (int slot = part.first(); slot <= part.last(); slot++) {
                slots.set(slot, server);
            }
        }
    }

    /// Forgets the servers that have no slot now and had none at the last look.
    private List<Server> idle(Set<Server> before) {
        Set<Server> now = owners();
        List<Server> idle =
                servers.values().stream()
                        .filter(it -> !now.contains(it) && !before.contains(it))
                        .toList();
        servers.values().removeAll(idle);
        return idle;
    }

    private Set<Server> owners() {
        Set<Server> owners = new HashSet<>();
        for (int i = 0; i < slots.length(); i++) {
            Server each = slots.get(i);
            if (each != null) {
                owners.add(each);
            }
        }
        return owners;
    }

    private boolean isWhole() {
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) == null) {
                return false;
            }
        }
        return true;
    }

    /// Gives what waits for a server that does not have its slot to the one that has it.
    ///
    /// @return what is to be done about those that came too late, without a lock
    private List<Runnable> handOn() {
        List<Runnable> refusals = new ArrayList<>();
        for (Server server : servers.values()) {
            Predicate<String> elsewhere = key -> at(key) != server;
            for (Request each : server.commands().takeWaiting(elsewhere)) {
                give(each).ifPresent(refusals::add);
            }
            server.topics()
                    .takeTopics(elsewhere)
                    .forEach((name, topic) -> give(name, topic).ifPresent(refusals::add));
        }
        return refusals;
    }

    private Optional<Runnable> give(Request request) {
        Commands commands = at(request.key()).commands();
        return commands.take(request)
                ? Optional.empty()
                : Optional.of(() -> commands.refuse(request));
    }

    private Optional<Runnable> give(String name, Topic topic) {
        Topics topics = at(name).topics();
        return topics.take(name, topic)
                ? Optional.empty()
                : Optional.of(() -> topics.refuse(topic));
    }

    /// The cluster, as one of its servers sees it.
    private final class Others implements Peers {
        private final Server server;

        Others(Server server) {
            this.server = server;
        }

        @Override
        public boolean has(String key) {
            return slots.get(SlotHash.getSlot(key)) == server;
        }

        @Override
        public boolean takes(String key) {
            // In this order: where a slot is seen that is on the move, that is seen too.
            return has(key) && !moving.get(SlotHash.getSlot(key));
        }

        @Override
        public void strayed() {
            asked.set(true);
        }

        @Override
        public void pass(Request request) {
            Optional<Runnable> refusal;
            synchronized (Slots.this) {
                refusal = give(request);
            }
            refusal.ifPresent(Runnable::run);
        }

        @Override
        public void pass(String name, Topic topic) {
            Optional<Runnable> refusal;
            synchronized (Slots.this) {
                refusal = give(name, topic);
            }
            refusal.ifPresent(Runnable::run);
        }

        @Override
        public void leave(String name) {
            synchronized (Slots.this) {
                at(name).topics().end(name);
            }
        }
    }

    private Server make(Place place) {
        RedisURI address = RedisURI.builder(seeds.getFirst()).build();
        address.setHost(place.host());
        address.setPort(place.port());
        return new Server(address, trust, resources, Optional.of(Others::new));
    }

    /// Asks those that are known, then the seeds, who has which slot; first those that are connected, for one that is out of reach is waited for. The first is believed
    /// to whom the cluster is whole: a master that was cut off from the others, and replaced, goes on telling that it has its slots. If it is to none, the first that answers.
    ///
    /// @throws EngineException if nobody answers
    private List<Part> ask() {
        List<Server> all = all();
        Set<Server> inOrder = new LinkedHashSet<>(all.stream().filter(Server::isUp).toList());
        inOrder.addAll(all);
        List<RedisURI> whom = new ArrayList<>(inOrder.stream().map(Server::address).toList());
        whom.addAll(seeds);
        Optional<List<Part>> doubtful = Optional.empty();
        List<String> troubles = new ArrayList<>();
        List<RedisException> failures = new ArrayList<>();
        for (RedisURI each : whom) {
            try (RedisClient client = Server.client(each, trust, resources);
                    var connection = client.connect()) {
                List<Part> parts = parts(connection.sync().clusterSlots(), each);
                doubtful = Optional.of(doubtful.orElse(parts));
                if (connection.sync().clusterInfo().contains(WHOLE)) {
                    return parts;
                }
                troubles.add(trouble(each, "not " + WHOLE));
            } catch (RedisException e) {
                troubles.add(trouble(each, Link.words(e)));
                failures.add(e);
            }
        }
        if (doubtful.isPresent()) {
            resources
                    .complaints()
                    .log(
                            new EngineException(
                                    "no server of the Redis cluster says that the cluster is whole: "
                                            + String.join("; ", troubles)));
            return doubtful.get();
        }
        EngineException failure =
                new EngineException(
                        "no server of the Redis cluster says who has which slot: "
                                + String.join("; ", troubles));
        failures.forEach(failure::addSuppressed);
        throw failure;
    }

    private static String trouble(RedisURI server, String what) {
        return server.getHost() + ":" + server.getPort() + ": " + what;
    }

    private static List<Part> parts(List<?> answer, RedisURI asked) {
        List<Part> parts = new ArrayList<>();
        for (Object each : answer) {
            List<?> part = (List<?>) each;
            List<?> master = (List<?>) part.get(2);
            String host = String.valueOf(master.get(0));
            parts.add(
                    new Part(
                            number(part.get(0)),
                            number(part.get(1)),
                            // Who does not know its own name is where it was asked.
                            new Place(
                                    host.isEmpty() ? asked.getHost() : host,
                                    number(master.get(1)))));
        }
        return parts;
    }

    private static int number(Object value) {
        return Math.toIntExact((Long) value);
    }
}
