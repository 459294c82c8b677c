package dev.duplex.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What is started: programs that echo, and ours as people run it.
enum StartContender {
    /// The ten lines of the README, as any program that embeds Duplex.
    DUPLEX("Duplex", Peer.DUPLEX, Work.ECHO),
    /// The same, with what an earlier start has left behind.
    DUPLEX_CACHED("Duplex, AOT cache", Peer.DUPLEX, Work.ECHO),
    BUN(Peer.BUN),
    WS(Peer.WS),
    NETTY(Peer.NETTY),
    JETTY(Peer.JETTY),
    UNDERTOW(Peer.UNDERTOW),
    VERTX(Peer.VERTX),
    JAVA_WEBSOCKET(Peer.JAVA_WEBSOCKET),
    /// `./duplex serve`, as `./run` and the archive have it, with a new directory.
    SERVE("duplex serve", Peer.DUPLEX, Work.SERVE),
    /// The same without the cache.
    SERVE_UNCACHED("duplex serve, no AOT cache", Peer.DUPLEX, Work.SERVE),
    /// The same with nothing on disk.
    SERVE_MEMORY("duplex serve, channels in memory", Peer.DUPLEX, Work.SERVE);

    /// What it has to do to have started.
    enum Work {
        ECHO(
                "start-hello",
                "the first echo",
                "from the start of the process to the first echo by WebSocket"),
        SERVE(
                "start-serve",
                "ready",
                "from ./duplex serve, channels with a history on disk, to /ready answered with 200");

        private final String scenario;
        private final String unit;
        private final String title;

        Work(String scenario, String unit, String title) {
            this.scenario = scenario;
            this.unit = unit;
            this.title = title;
        }

        /// The name of the table.
        String scenario() {
            return scenario;
        }

        /// What is waited for.
        String unit() {
            return unit;
        }

        String title() {
            return title;
        }

        /// Who does it; the ratios are to the first.
        List<StartContender> contenders() {
            return Arrays.stream(StartContender.values()).filter(it -> it.work == this).toList();
        }
    }

    private final String title;
    private final Peer peer;
    private final Work work;

    StartContender(Peer peer) {
        this(peer.title(), peer, Work.ECHO);
    }

    StartContender(String title, Peer peer, Work work) {
        this.title = title;
        this.peer = peer;
        this.work = work;
    }

    /// For people.
    String title() {
        return title;
    }

    /// Whose it is: what `--peers` selects it by.
    Peer peer() {
        return peer;
    }

    /// What it is called in results.
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
