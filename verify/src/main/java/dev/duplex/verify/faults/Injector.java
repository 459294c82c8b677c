package dev.duplex.verify.faults;

import java.time.Duration;
import java.util.Optional;

/// Does faults to a proxy and a server, and undoes them; says in words what it did. For one thread.
final class Injector {
    /// How long a server may take to say goodbye.
    static final Duration GOODBYE = Duration.ofSeconds(30);

    private final FaultProxy proxy;
    private final Optional<ServerProcess> server;
    private boolean down;

    Injector(FaultProxy proxy, Optional<ServerProcess> server) {
        this.proxy = proxy;
        this.server = server;
    }

    String inject(Planned fault) throws InjectionException, InterruptedException {
        if (!down && server.isPresent()) {
            server.get().requireRunning();
        }
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
                server().pause();
                yield "paused process %d for %s".formatted(server().pid(), seconds(fault));
            }
            case KILL -> {
                down = true;
                server().kill();
                yield "killed process %d, down for %s".formatted(server().pid(), seconds(fault));
            }
            case RESTART -> restart();
        };
    }

    private String restart() throws InjectionException, InterruptedException {
        long before = server().pid();
        boolean inTime = server().restart(GOODBYE);
        return "%s process %d, now %d"
                .formatted(
                        inTime
                                ? "restarted"
                                : "restarted and, after %d s, killed"
                                        .formatted(GOODBYE.toSeconds()),
                        before,
                        server().pid());
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
                server().resume();
                yield "process %d goes on".formatted(server().pid());
            }
            case KILL -> {
                server().start();
                down = false;
                yield "process %d is ready".formatted(server().pid());
            }
        };
    }

    /// Waits until the server answers, where there is one.
    void settle() throws InjectionException, InterruptedException {
        if (server.isPresent()) {
            server.get().requireRunning();
            server.get().awaitReady();
        }
    }

    private ServerProcess server() {
        return server.orElseThrow();
    }

    private static String of(int hit, int all) {
        return "%d of %d connections".formatted(hit, all);
    }

    private static String seconds(Planned fault) {
        return "%.1f s".formatted(fault.lasts().toMillis() / 1000.0);
    }
}
