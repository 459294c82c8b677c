package dev.duplex.faults;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A TCP proxy on loopback between clients and a server, which does to their connections what networks do. Without a fault, bytes, ends and
/// resets pass as they come. Faults hit the connections that there are; [#throttle], [#refuse] and [#blackhole] hit those that come
/// later too, until [#normal].
///
/// Networks also forget connections on which nothing is said: [#startForgetting] gives one that does.
///
/// A connection holds [Pump#BUFFER] bytes for each direction and asks the kernel to hold no more than [#KERNEL_BUFFER] at each of its
/// ends: below 64 KiB together. A receiver that does not read therefore stops the sender. A thread of its own, a virtual one, serves each direction.
///
/// All methods are for any thread, and none waits for a peer.
public final class FaultProxy implements AutoCloseable {
    /// How many connections it has at most; those above are reset, and counted.
    public static final int MAX_CONNECTIONS = 10_000;

    /// What the kernel is asked to hold of what was received, and of what is to be sent, in bytes. (Linux takes twice as much for
    /// it, of which it counts half as its own.)
    static final int KERNEL_BUFFER = 24 << 10;

    private static final Logger LOG = System.getLogger(FaultProxy.class.getName());
    private static final int BACKLOG = 4096;
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(50);
    private static final Duration FOREVER = Duration.ofDays(10_000);

    /// A socket counts how long it waits in milliseconds, by an int.
    private static final Duration MAX_IDLE = Duration.ofDays(24);

    private final int maxConnections;
    private final Optional<Duration> idle;
    private final List<ServerSocket> entrances;
    private final AtomicLong numbers = new AtomicLong();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("duplex-fault-proxy-", 0).factory());
    private final Map<Long, Relay> relays = new ConcurrentSkipListMap<>();
    private final Tally tally = new Tally();

    /// Guards the door; nothing is called under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition doorChanged = lock.newCondition();
    private Door door = Door.OPEN;

    /// Where each entrance leads, in the order in which it is tried.
    private volatile List<List<InetSocketAddress>> routes;

    private volatile long bytesPerSecond;

    /// What becomes of a new connection.
    private enum Door {
        OPEN,
        REFUSES,
        SWALLOWS
    }

    private FaultProxy(
            List<List<InetSocketAddress>> routes,
            List<ServerSocket> entrances,
            int maxConnections,
            Optional<Duration> idle) {
        this.routes = List.copyOf(routes);
        this.maxConnections = maxConnections;
        this.entrances = List.copyOf(entrances);
        this.idle = idle;
    }

    /// Starts one on a free port.
    ///
    /// @param target where it leads; need not be there yet
    /// @throws IOException if it cannot listen
    public static FaultProxy start(InetSocketAddress target) throws IOException {
        return start(target, MAX_CONNECTIONS, Optional.empty());
    }

    /// Starts one on a free port that leads to another of this machine, on loopback.
    ///
    /// @throws IOException if it cannot listen
    public static FaultProxy start(int target) throws IOException {
        return start(loopback(target));
    }

    /// As [#start(int)], but connections on which no byte has come from either side for some time are reset, on both.
    ///
    /// @param idle for how long; from a millisecond to 24 days
    /// @throws IllegalArgumentException if `idle` is not
    /// @throws IOException if it cannot listen
    public static FaultProxy startForgetting(int target, Duration idle) throws IOException {
        if (idle.toMillis() < 1 || idle.compareTo(MAX_IDLE) > 0) {
            throw new IllegalArgumentException("not from a millisecond to 24 days: " + idle);
        }
        return start(loopback(target), MAX_CONNECTIONS, Optional.of(idle));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static FaultProxy start(InetSocketAddress target, int maxConnections, Optional<Duration> idle)
            throws IOException {
        return start(List.of(List.of(target)), maxConnections, idle);
    }

    /// Routes to several servers that serve the same, one for each: to itself, and while it takes no connections, to the next one that does, as a balancer with
    /// a client's cookie would.
    public static List<List<InetSocketAddress>> around(List<InetSocketAddress> targets) {
        List<List<InetSocketAddress>> routes = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            List<InetSocketAddress> route = new ArrayList<>(targets);
            Collections.rotate(route, -i);
            routes.add(route);
        }
        return routes;
    }

    /// Starts one with an entrance for each route: it leads to the first on the route that takes connections.
    ///
    /// @throws IOException if it cannot listen
    public static FaultProxy startWith(List<List<InetSocketAddress>> routes) throws IOException {
        return start(routes, MAX_CONNECTIONS, Optional.empty());
    }

    private static FaultProxy start(
            List<List<InetSocketAddress>> routes, int maxConnections, Optional<Duration> idle)
            throws IOException {
        List<ServerSocket> entrances = new ArrayList<>();
        try {
            for (int i = 0; i < routes.size(); i++) {
                ServerSocket entrance = new ServerSocket();
                entrances.add(entrance);
                // Those accepted have it from here.
                entrance.setReceiveBufferSize(KERNEL_BUFFER);
                entrance.bind(loopback(0), BACKLOG);
            }
        } catch (IOException e) {
            for (ServerSocket entrance : entrances) {
                entrance.close();
            }
            throw e;
        }
        FaultProxy proxy = new FaultProxy(routes, entrances, maxConnections, idle);
        for (int i = 0; i < entrances.size(); i++) {
            int entrance = i;
            proxy.threads.execute(() -> proxy.accept(entrance));
        }
        return proxy;
    }

    /// Where clients connect; of several entrances the first.
    public InetSocketAddress address() {
        return (InetSocketAddress) entrances.getFirst().getLocalSocketAddress();
    }

    /// The address by HTTP of something behind it.
    ///
    /// @param path begins with `/`, or is empty
    public String url(String path) {
        return url(0, path);
    }

    /// The same by one of several entrances.
    ///
    /// @param entrance the place of its own server among them
    /// @param path begins with `/`, or is empty
    public String url(int entrance, String path) {
        return "http://127.0.0.1:" + entrances.get(entrance).getLocalPort() + path;
    }

    /// How many connections there are to the target.
    public int connections() {
        return open().size();
    }

    /// What was done so far.
    public FaultCounts counts() {
        return tally.now();
    }

    /// Resets connections, on both sides. What was on its way is lost.
    ///
    /// @return how many it hit
    public int cut(Choice choice) {
        return count(tally.cut, hit(choice, Relay::reset));
    }

    /// Resets every connection, as [#cut(Choice)] does.
    public int cut() {
        return cut(Choice.all());
    }

    /// Resets every connection, and those that come as they come: nothing passes, until [#normal].
    public void block() {
        refuse();
        cut();
    }

    /// Resets connections once so many more bytes have passed in one direction, and so in the middle of what they belong to. Until then, or
    /// [#normal], it is armed.
    ///
    /// @param bytes at least 1
    /// @return how many connections it armed; [FaultCounts#cutInFrame] counts those that were reset
    /// @throws IllegalArgumentException if `bytes` is less than 1
    public int cutAfter(long bytes, Direction direction, Choice choice) {
        requirePositive(bytes, "bytes before the cut");
        return hit(
                choice,
                relay -> {
                    relay.pump(direction).cutAfter(bytes);
                    return true;
                });
    }

    /// Lets nothing pass, ends neither, until [#resume].
    ///
    /// @return how many connections it hit
    public int stall(Set<Direction> directions, Choice choice) {
        return stall(directions, choice, FOREVER);
    }

    /// Lets nothing pass, ends neither, for some time or until [#resume].
    ///
    /// @return how many connections it hit
    public int stall(Set<Direction> directions, Choice choice, Duration duration) {
        return count(
                tally.stalled,
                hit(
                        choice,
                        relay -> {
                            directions.forEach(way -> relay.pump(way).stall(duration));
                            return true;
                        }));
    }

    /// Lets what was stalled pass.
    public void resume() {
        everyPump(Pump::resume);
    }

    /// Tells one side that the other has sent all. What the other still sends goes nowhere; the opposite direction goes on.
    ///
    /// @param direction the one that ends
    /// @return how many connections it hit
    public int halfClose(Direction direction, Choice choice) {
        return count(tally.halfClosed, hit(choice, relay -> relay.pump(direction).halfClose()));
    }

    /// Slows down every connection, the later ones too.
    ///
    /// @param bytesPerSecond for each connection and direction; at least 1
    /// @return how many connections it hit at once
    /// @throws IllegalArgumentException if `bytesPerSecond` is less than 1
    public int throttle(long bytesPerSecond) {
        requirePositive(bytesPerSecond, "bytes per second");
        setRate(bytesPerSecond);
        return count(tally.throttled, open().size());
    }

    /// Lets bytes pass as fast as they can.
    public void unthrottle() {
        setRate(0);
    }

    /// Resets every new connection as it comes, and one that is just being connected.
    public void refuse() {
        setDoor(Door.REFUSES);
    }

    /// Accepts every new connection and does nothing with it. When there is [#normal] again, those that still wait are connected.
    public void blackhole() {
        setDoor(Door.SWALLOWS);
    }

    /// Takes new connections to another port on loopback from now on: to where a server has come back. Those that there are stay as they are.
    public void leadTo(int target) {
        routes = Collections.nCopies(entrances.size(), List.of(loopback(target)));
    }

    /// Takes new connections to the target, those that were not answered too.
    public void admit() {
        setDoor(Door.OPEN);
    }

    /// Takes back what [#cutAfter] has armed.
    public void disarm() {
        everyPump(Pump::doNotCut);
    }

    /// Takes every fault back, but for what cannot be: connections that were cut or half-closed stay so.
    public void normal() {
        admit();
        unthrottle();
        resume();
        disarm();
    }

    /// Stops listening and resets every connection. Waits for its threads.
    ///
    /// @throws IllegalStateException if one does not end
    @Override
    public void close() {
        for (ServerSocket entrance : entrances) {
            try {
                entrance.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "The proxy's port could not be closed", e);
            }
        }
        threads.shutdown();
        admit();
        // A connection that is just being accepted sees the port closed, and ends by itself.
        relays.values().forEach(Relay::reset);
        try {
            if (!threads.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a connection of the proxy does not end");
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void accept(int entrance) {
        ServerSocket listening = entrances.get(entrance);
        while (!listening.isClosed()) {
            Socket client;
            try {
                client = listening.accept();
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    LOG.log(Level.WARNING, "The proxy could not accept a connection", e);
                    LockSupport.parkNanos(AFTER_FAILED_ACCEPT.toNanos());
                }
                continue;
            }
            tally.accepted.incrementAndGet();
            if (relays.size() >= maxConnections) {
                tally.overLimit.incrementAndGet();
                Relay.reset(client);
            } else {
                serve(entrance, client);
            }
        }
    }

    private void serve(int entrance, Socket client) {
        long number = numbers.getAndIncrement();
        Relay relay = new Relay(this, number, client);
        relays.put(number, relay);
        try {
            threads.execute(() -> run(relay, entrance));
        } catch (RejectedExecutionException _) {
            relay.reset(); // The proxy was closed when it came.
        }
    }

    private void run(Relay relay, int entrance) {
        try {
            if (isAdmitted()) {
                relay.run(routes.get(entrance), CONNECT_PATIENCE);
            } else {
                refused();
                relay.reset();
            }
        } catch (IOException _) {
            // As a port refuses where nobody listens.
            if (relay.reset()) {
                tally.unreachable.incrementAndGet();
            }
        } catch (InterruptedException _) {
            relay.reset();
            Thread.currentThread().interrupt();
        }
    }

    /// Waits while nobody is answered.
    private boolean isAdmitted() throws InterruptedException {
        lock.lock();
        try {
            if (door == Door.SWALLOWS) {
                tally.blackholed.incrementAndGet();
            }
            while (door == Door.SWALLOWS) {
                doorChanged.await();
            }
            if (bytesPerSecond > 0 && door == Door.OPEN) {
                tally.throttled.incrementAndGet();
            }
            return door == Door.OPEN;
        } finally {
            lock.unlock();
        }
    }

    private void setDoor(Door door) {
        lock.lock();
        try {
            this.door = door;
            doorChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void setRate(long rate) {
        bytesPerSecond = rate;
        everyPump(Pump::wake);
    }

    /// What a direction may pass; 0 for any number.
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /// How long nothing may come from either side of a connection.
    Optional<Duration> idle() {
        return idle;
    }

    /// Whether a connection that was just made is turned away all the same.
    boolean turnsAway() {
        lock.lock();
        try {
            return door == Door.REFUSES;
        } finally {
            lock.unlock();
        }
    }

    void refused() {
        tally.refused.incrementAndGet();
    }

    void forgot() {
        tally.forgotten.incrementAndGet();
    }

    void cutInFrame() {
        tally.cutInFrame.incrementAndGet();
    }

    void ended(long number) {
        relays.remove(number);
    }

    private List<Relay> open() {
        return relays.values().stream().filter(Relay::isOpen).toList();
    }

    private int hit(Choice choice, Predicate<Relay> fault) {
        return (int) choice.of(open()).stream().filter(fault).count();
    }

    private void everyPump(Consumer<Pump> change) {
        for (Relay relay : relays.values()) {
            for (Direction direction : Direction.values()) {
                change.accept(relay.pump(direction));
            }
        }
    }

    private static int count(AtomicLong counter, int connections) {
        counter.addAndGet(connections);
        return connections;
    }

    private static void requirePositive(long value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException("not a number of %s: %d".formatted(what, value));
        }
    }
}
