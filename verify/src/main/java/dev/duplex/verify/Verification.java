package dev.duplex.verify;

import dev.duplex.faults.FaultKind;
import dev.duplex.faults.FaultProxy;
import dev.duplex.faults.FaultRecord;
import dev.duplex.faults.Faults;
import dev.duplex.faults.InjectionException;
import dev.duplex.faults.Nodes;
import dev.duplex.faults.ServerProcess;
import dev.duplex.verify.client.Network;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.judge.Judge;
import dev.duplex.verify.judge.Judgement;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A run: everybody begins; some go to sleep; there are faults for a while; all faults are taken back; who slept comes back; everybody catches up,
/// and listens for some time more; it is judged.
public final class Verification {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    /// How long publishers have for their last at least, and what comes of it to everybody, however long it took to come back; and so long has
    /// who slept.
    private static final Duration FINISHING = Duration.ofSeconds(10);

    /// How much longer than asked for there are faults until each kind has come: a machine that is slow to start servers, or stalls, takes the time of some.
    private static final Duration UNTIL_ALL_CAME = Duration.ofSeconds(60);

    /// What is said when everybody has everything.
    static final String LINGERS = "Everybody listens for what comes late";

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration TELL = Duration.ofSeconds(2);

    private final Plan plan;
    private final List<Target> targets;

    /// What leads clients to these; empty where they go to each by themselves.
    private final Optional<Target> balancer;

    private final Nodes nodes;
    private final Consumer<String> progress;
    private final long start = System.nanoTime();
    private long told;

    private Verification(
            Plan plan,
            List<Target> targets,
            Optional<Target> balancer,
            Nodes nodes,
            Consumer<String> progress) {
        this.plan = plan;
        this.targets = targets;
        this.balancer = balancer;
        this.nodes = nodes;
        this.progress = progress;
    }

    /// Runs it, for as long as it takes.
    ///
    /// @param server the server's process, if it may be paused and killed
    /// @param progress gets a line now and then, on any thread
    /// @throws CannotRunException if there are to be faults of a process that is not there, the server cannot be reached, or somebody cannot begin though there are no faults yet
    public static Report run(
            Plan plan, Target target, Optional<ServerProcess> server, Consumer<String> progress)
            throws CannotRunException, InterruptedException {
        Nodes nodes = server.map(Nodes::of).orElse(Nodes.NONE);
        return new Verification(plan, List.of(target), Optional.empty(), nodes, progress).run();
    }

    /// Runs it with a server of its own, or several: clients are spread over them, and led to another where one is not there, by the balancer if there is one. Who
    /// publishes by the HTTP API asks the nodes, as an application's servers do.
    ///
    /// @param progress gets a line now and then, on any thread
    /// @throws CannotRunException if there are to be faults of a Redis that is not there, or somebody cannot begin though there are no faults yet
    public static Report run(Plan plan, OwnServer server, Consumer<String> progress)
            throws CannotRunException, InterruptedException {
        return new Verification(plan, server.targets(), server.balancer(), server.nodes(), progress)
                .run();
    }

    private Report run() throws CannotRunException, InterruptedException {
        requireProcess();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Target target : targets) {
            addresses.add(address(target.base()));
            requireReachable(target.base(), addresses.getLast());
        }
        try (Network network = new Network()) {
            if (plan.faults().isEmpty()) {
                return run(network, targets, balancer, Optional.empty());
            }
            URI base = targets.getFirst().base();
            if (base.getScheme().equals("https")) {
                throw new CannotRunException(
                        "faults need an http address: what goes through a proxy on this machine cannot"
                                + " show the certificate of "
                                + base.getHost());
            }
            try (FaultProxy proxy = proxy(addresses)) {
                return run(
                        network,
                        through(proxy),
                        balancer.map(it -> through(proxy, targets.size(), it)),
                        Optional.of(proxy));
            }
        }
    }

    private void requireProcess() throws CannotRunException {
        for (FaultKind kind : plan.faults()) {
            if (!nodes.allow(kind)) {
                throw new CannotRunException(kind + " needs the process of the " + what(kind));
            }
        }
    }

    private static String what(FaultKind kind) {
        if (kind.isOfBalancer()) {
            return "balancer before nodes";
        }
        if (!kind.isOfRedis()) {
            return "server";
        }
        String redis = "Redis that nodes share";
        if (kind.takesSentinels()) {
            return redis + ", with sentinels";
        }
        if (kind.takesNamespace()) {
            return redis + ", in a network of its own";
        }
        return kind.takesProxies() ? redis + ", behind proxies" : redis;
    }

    /// An entrance for each node, and behind these one for the balancer.
    private FaultProxy proxy(List<InetSocketAddress> addresses) throws CannotRunException {
        List<List<InetSocketAddress>> routes = FaultProxy.around(addresses);
        if (balancer.isPresent()) {
            routes.add(List.of(address(balancer.get().base())));
        }
        try {
            return FaultProxy.startWith(routes);
        } catch (IOException e) {
            throw new CannotRunException("the proxy cannot listen: " + e.getMessage());
        }
    }

    private List<Target> through(FaultProxy proxy) {
        List<Target> through = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            through.add(through(proxy, i, targets.get(i)));
        }
        return through;
    }

    private static Target through(FaultProxy proxy, int entrance, Target target) {
        return target.at(URI.create(proxy.url(entrance, target.base().getRawPath())));
    }

    private static InetSocketAddress address(URI base) throws CannotRunException {
        int standard = base.getScheme().equals("https") ? 443 : 80;
        InetSocketAddress address =
                new InetSocketAddress(
                        base.getHost(), base.getPort() < 0 ? standard : base.getPort());
        if (address.isUnresolved()) {
            throw new CannotRunException("there is no host " + base.getHost());
        }
        return address;
    }

    private static void requireReachable(URI base, InetSocketAddress address)
            throws CannotRunException {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) CONNECT_PATIENCE.toMillis());
        } catch (IOException e) {
            throw new CannotRunException(
                    "nothing listens at " + base + " (" + e.getMessage() + ")");
        }
    }

    /// @param each where each node is reached
    /// @param front where all are, by the balancer
    private Report run(
            Network network, List<Target> each, Optional<Target> front, Optional<FaultProxy> proxy)
            throws CannotRunException, InterruptedException {
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<Target> doors = front.map(List::of).orElse(each);
        try (Cast cast =
                new Cast(plan, network, doors, each, run, () -> System.nanoTime() - start)) {
            begin(cast);
            cast.sleep();
            Injected injected = proxy.isPresent() ? injectFaults(cast, proxy.get()) : pass(cast);
            settle(cast);
            var away = cast.away();
            Progress last = cast.progress();
            progress.accept("Judging");
            Judgement judgement = Judge.judge(cast.stop());
            return new Report(
                    plan,
                    targets.stream().map(Target::base).toList(),
                    nodes.balancer().map(it -> it.program().toString()),
                    last.time(),
                    injected.records(),
                    injected.failure(),
                    cast.bugs(),
                    away,
                    judgement);
        }
    }

    private void begin(Cast cast) throws CannotRunException, InterruptedException {
        if (!await(cast, cast::hasBegun, plan.begin())) {
            throw new CannotRunException(cast.idle());
        }
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "Everybody has begun; %s for %d s",
                        plan.faults().isEmpty() ? "no faults" : "faults",
                        plan.duration().toSeconds()));
    }

    /// What was injected, and why no more could be.
    private record Injected(List<FaultRecord> records, Optional<String> failure) {}

    private Injected pass(Cast cast) throws InterruptedException {
        await(cast, cast::isFull, plan.duration());
        return new Injected(List.of(), Optional.empty());
    }

    private Injected injectFaults(Cast cast, FaultProxy proxy) throws InterruptedException {
        Faults.Builder builder =
                Faults.of(proxy)
                        .kinds(plan.faults())
                        .every(plan.faultInterval())
                        .lasting(Plan.FAULT_SHORTEST, plan.faultLongest())
                        .silence(OwnServer.SILENCE)
                        .seed(plan.seed())
                        .nodes(nodes)
                        .listener(it -> progress.accept("       " + it.kind() + ": " + it.what()));
        Faults faults = builder.start();
        try {
            BooleanSupplier over = () -> cast.isFull() || faults.ended().isDone();
            await(cast, over, plan.duration());
            await(cast, () -> over.getAsBoolean() || faults.haveAllCome(), UNTIL_ALL_CAME);
            return new Injected(faults.stop(), Optional.empty());
        } catch (InjectionException e) {
            return new Injected(faults.records(), Optional.of(String.valueOf(e.getMessage())));
        } finally {
            faults.end();
        }
    }

    /// Everybody gets what there is to get.
    private void settle(Cast cast) throws InterruptedException {
        progress.accept("No more faults; everybody catches up, also who slept");
        long end = System.nanoTime() + plan.catchUp().toNanos();
        cast.mark();
        await(cast, cast::isBack, until(end));
        // While there is still something published: what comes meanwhile has to follow what was
        // missed.
        cast.wake();
        boolean allCameBack = await(cast, cast::isBack, finishing(end));
        cast.finish();
        // Who stays away must not make it look as if publishers got no answers.
        await(cast, () -> cast.isFinished() && isCaughtUp(cast, end), finishing(end));
        linger(cast);
        if (allCameBack) {
            // Who is sent away just now, as when a server looks again after a failover, has not
            // stayed away.
            await(cast, cast::isThere, FINISHING);
        }
        // What was under way to a server that was parted from others may come just now, and has
        // come to some.
        await(cast, cast::areHearingAlike, FINISHING);
    }

    private static Duration finishing(long end) {
        Duration left = until(end);
        return left.compareTo(FINISHING) > 0 ? left : FINISHING;
    }

    /// Nothing has to come any more; what comes is there twice.
    private void linger(Cast cast) throws InterruptedException {
        if (plan.linger().isPositive()) {
            progress.accept(LINGERS);
            await(cast, cast::isFull, plan.linger());
        }
    }

    private static boolean isCaughtUp(Cast cast, long end) {
        return cast.isCaughtUp() || (until(end).isZero() && cast.areHearingCaughtUp());
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private boolean await(Cast cast, BooleanSupplier condition, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            tell(cast);
        }
        return true;
    }

    private void tell(Cast cast) {
        long now = System.nanoTime() - start;
        if (now - told >= TELL.toNanos()) {
            told = now;
            progress.accept(cast.progress().toString());
        }
    }
}
