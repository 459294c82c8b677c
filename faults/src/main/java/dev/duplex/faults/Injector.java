package dev.duplex.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Does faults to a proxy and to processes, and undoes them; says in words what it did. For one thread.
final class Injector {
    /// How long a server may take to say goodbye.
    static final Duration GOODBYE = Duration.ofSeconds(30);

    private final FaultProxy proxy;
    private final Nodes nodes;

    /// Which node is down, by its place; none if that is below 0.
    private int down = -1;

    private boolean redisIsDown;
    private boolean balancerIsDown;

    Injector(FaultProxy proxy, Nodes nodes) {
        this.proxy = proxy;
        this.nodes = nodes;
    }

    String inject(Planned fault) throws InjectionException, InterruptedException {
        requireRunning();
        int all = proxy.connections();
        Choice choice = fault.choice();
        return switch (fault.kind()) {
            case CUT -> "cut %s".formatted(of(proxy.cut(choice), all));
            case CUT_FRAME ->
                    "%s to be cut after %d bytes %s"
                            .formatted(
                                    of(
                                            proxy.cutAfter(
                                                    fault.bytes(), fault.direction(), choice),
                                            all),
                                    fault.bytes(),
                                    fault.direction());
            case STALL ->
                    "stalled %s, %s, for %s"
                            .formatted(
                                    of(proxy.stall(fault.directions(), choice), all),
                                    Direction.of(fault.directions()),
                                    seconds(fault));
            case HALF_CLOSE ->
                    "closed the direction %s of %s"
                            .formatted(
                                    fault.direction(),
                                    of(proxy.halfClose(fault.direction(), choice), all));
            case THROTTLE ->
                    "%s bytes a second for each of %d connections and those to come, for %s"
                            .formatted(
                                    fault.bytesPerSecond(),
                                    proxy.throttle(fault.bytesPerSecond()),
                                    seconds(fault));
            case REFUSE -> {
                proxy.refuse();
                yield "new connections are refused for " + seconds(fault);
            }
            case BLACKHOLE -> {
                proxy.blackhole();
                yield "new connections are not answered for " + seconds(fault);
            }
            case PAUSE -> {
                node(fault).pause();
                yield "paused process %d for %s".formatted(node(fault).pid(), seconds(fault));
            }
            case KILL -> {
                down = place(fault);
                node(fault).kill();
                yield "killed process %d, down for %s".formatted(node(fault).pid(), seconds(fault));
            }
            case RESTART -> restart();
            case REDIS_CUT -> {
                nodes.links().get(place(fault)).block();
                yield "process %d cannot reach Redis for %s"
                        .formatted(node(fault).pid(), seconds(fault));
            }
            case PARTITION -> {
                redis().cables().get(place(fault)).cut();
                yield "what goes between process %d and Redis vanishes for %s"
                        .formatted(node(fault).pid(), seconds(fault));
            }
            case REDIS_KILL -> {
                redisIsDown = true;
                redis().kill();
                yield "killed Redis (process %d), down for %s"
                        .formatted(redis().pid(), seconds(fault));
            }
            case FAILOVER -> {
                sentinels().holdBack();
                yield "what Redis (process %d) does from now on goes to no replica, for %s"
                        .formatted(sentinels().master(), seconds(fault));
            }
            case REDIS_EMPTY -> {
                redisIsDown = true;
                redis().empty();
                yield "killed Redis (process %d) and removed what it had, down for %s"
                        .formatted(redis().pid(), seconds(fault));
            }
            case BALANCER_KILL -> {
                balancerIsDown = true;
                balancer().kill();
                yield "killed %s (process %d), down for %s"
                        .formatted(balancer().program(), balancer().pid(), seconds(fault));
            }
        };
    }

    private void requireRunning() throws InjectionException {
        for (int i = 0; i < nodes.processes().size(); i++) {
            if (i != down) {
                nodes.processes().get(i).requireRunning();
            }
        }
        if (!redisIsDown && nodes.redis().isPresent()) {
            redis().requireRunning();
        }
        if (nodes.sentinels().isPresent()) {
            sentinels().requireRunning();
        }
        if (!balancerIsDown && nodes.balancer().isPresent()) {
            balancer().requireRunning();
        }
    }

    /// One node after the other, so that there is always one, if there are several.
    private String restart() throws InjectionException, InterruptedException {
        List<String> done = new ArrayList<>();
        for (ServerProcess process : nodes.processes()) {
            long before = process.pid();
            boolean inTime = process.restart(GOODBYE);
            done.add(
                    "%s process %d, now %d"
                            .formatted(
                                    inTime
                                            ? "restarted"
                                            : "restarted and, after %d s, killed"
                                                    .formatted(GOODBYE.toSeconds()),
                                    before,
                                    process.pid()));
        }
        return String.join("; ", done);
    }

    String undo(Planned fault) throws InjectionException, InterruptedException {
        return switch (fault.kind()) {
            case CUT, HALF_CLOSE, RESTART ->
                    throw new IllegalArgumentException(fault.kind() + " cannot be undone");
            case CUT_FRAME -> {
                proxy.disarm();
                yield "no more cuts; %d in all".formatted(proxy.counts().cutInFrame());
            }
            case STALL -> {
                proxy.resume();
                yield "what was stalled goes on";
            }
            case THROTTLE -> {
                proxy.unthrottle();
                yield "as fast as can be";
            }
            case REFUSE, BLACKHOLE -> {
                proxy.admit();
                yield "new connections pass";
            }
            case PAUSE -> {
                node(fault).resume();
                yield "process %d goes on".formatted(node(fault).pid());
            }
            case KILL -> {
                node(fault).start();
                down = -1;
                yield "process %d is ready".formatted(node(fault).pid());
            }
            case REDIS_CUT -> {
                nodes.links().get(place(fault)).normal();
                yield "process %d can reach Redis".formatted(node(fault).pid());
            }
            case PARTITION -> {
                redis().cables().get(place(fault)).heal();
                yield "what goes between process %d and Redis arrives".formatted(node(fault).pid());
            }
            case FAILOVER -> failOver();
            case REDIS_KILL, REDIS_EMPTY -> {
                redis().start();
                redisIsDown = false;
                yield "Redis (process %d) is ready".formatted(redis().pid());
            }
            case BALANCER_KILL -> {
                balancer().start();
                balancerIsDown = false;
                yield "%s (process %d) listens".formatted(balancer().program(), balancer().pid());
            }
        };
    }

    private String failOver() throws InjectionException, InterruptedException {
        long before = sentinels().master();
        long begin = System.nanoTime();
        sentinels().kill();
        sentinels().awaitFailover();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        sentinels().mend();
        return "killed Redis (process %d); process %d has taken over after %s"
                .formatted(before, sentinels().master(), seconds(took));
    }

    /// Waits until every server answers.
    void settle() throws InjectionException, InterruptedException {
        for (ServerProcess process : nodes.processes()) {
            process.requireRunning();
            process.awaitReady();
        }
    }

    /// Which node a fault is of: the same whenever it is asked.
    private int place(Planned fault) {
        return new Random(fault.seed()).nextInt(nodes.processes().size());
    }

    private ServerProcess node(Planned fault) {
        return nodes.processes().get(place(fault));
    }

    private RedisProcess redis() {
        return nodes.redis().orElseThrow();
    }

    private RedisSentinels sentinels() {
        return nodes.sentinels().orElseThrow();
    }

    private ProxyProcess balancer() {
        return nodes.balancer().orElseThrow();
    }

    private static String of(int hit, int all) {
        return "%d of %d connections".formatted(hit, all);
    }

    private static String seconds(Planned fault) {
        return seconds(fault.lasts());
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }
}
