package dev.duplex.conformance.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.TransportKind;
import dev.duplex.conformance.LogWatch;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Strangers come in crowds and leave in every way that TCP has; twenty clients who behave notice nothing, and nothing is left.
///
/// `-Dduplex.storm.strangers=20000` has so many come over epoll instead of 1,200, `-Dduplex.storm.seed=1` others; see
/// `CONTRIBUTING.md`.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class StormTest extends ServerSuite {
    private static final int STRANGERS = Integer.getInteger("duplex.storm.strangers", 1_200);
    private static final long SEED = Long.getLong("duplex.storm.seed", 6455);

    /// As many as there are habits, several times.
    private static final int FIRST = 100;

    /// How long strangers may take to come, and a server to send everyone away.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static int strangers(TransportKind kind) {
        // The others keep their sockets in Netty's channels, which have seen much.
        return kind == TransportKind.EPOLL ? STRANGERS : STRANGERS / 5;
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.conformance.Transports#here")
    @DisplayName(
            "whatever strangers do to their connections, others notice nothing, and nothing is left of them")
    void leavesNothing(TransportKind kind) throws Exception {
        Site site = new Site();
        Server server = start(site.server(kind));
        warmUp(server, site);
        long descriptors = Remains.descriptors();
        LogWatch.taken();

        Regulars regulars = new Regulars(server, SEED);
        Crowd crowd = new Crowd(address(server), site, kind.name(), SEED, regulars::strangerLeft);
        List<Throwable> broken = crowd.come(strangers(kind));
        assertNone("strangers", broken);
        assertNone("regulars", regulars.leave());
        assertThat(regulars.exchanges()).isPositive();

        eventually("no connection is left", () -> server.connections() == 0);
        eventually(
                "of descriptors there are " + descriptors + " again",
                () -> Remains.descriptors() <= descriptors);
        nothingIsHeld(site);
        eventually("the loops are idle", Remains::loopsAreIdle);
        assertThat(LogWatch.taken(Level.INFO)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.conformance.Transports#here")
    @DisplayName("a server that ends in the midst of it sends everyone away, and leaves nothing")
    void endsMeanwhile(TransportKind kind) throws Exception {
        warmUp(kind);
        long descriptors = Remains.descriptors();
        List<String> loops = Remains.loops();
        Site site = new Site();
        Server server = start(site.server(kind));
        Regulars regulars = new Regulars(server, SEED);
        Crowd crowd = new Crowd(address(server), site, kind.name(), SEED, regulars::strangerLeft);
        Thread comes =
                Thread.ofVirtual()
                        .start(() -> {
                            // What they say of a server that ends is no promise broken.
                            try {
                                crowd.come(strangers(kind) / 2);
                            } catch (InterruptedException e) {
                                site.ledger.wrong(e.toString());
                            }
                        });
        Eventually.holds(
                "some have come", PATIENCE, () -> site.ledger.count() > strangers(kind) / 10);
        regulars.mayBeSentAway();
        site.ends();
        server.drain(Duration.ofMillis(300));
        Thread closing = Thread.ofVirtual().start(() -> server.close(PATIENCE.multipliedBy(5)));
        if (!closing.join(PATIENCE)) {
            throw new AssertionError(
                    "within "
                            + PATIENCE
                            + " all have been sent away, but there are "
                            + server.connections()
                            + " connections, and sessions of "
                            + site.ledger.open());
        }
        site.release();
        comes.join();
        assertNone("regulars", regulars.visited());

        assertThat(server.connections()).isZero();
        nothingIsHeld(site);
        eventually("its loops have ended", () -> loops.containsAll(Remains.loops()));
        eventually(
                "of descriptors there are " + descriptors + " again, not " + Remains.descriptors(),
                () -> Remains.descriptors() <= descriptors);
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.conformance.Transports#here")
    @DisplayName("connections for which nothing can be done cost no time")
    void waitsWithoutWork(TransportKind kind) throws Exception {
        Site site = new Site();
        Server server = start(site.server(kind));
        List<Stranger> stuck = new ArrayList<>();
        for (Standstill standstill : Standstill.values()) {
            String name = kind + "-" + standstill;
            Stranger stranger =
                    new Stranger(address(server), site, name, new SplittableRandom(SEED));
            keep(stranger.peer, name);
            standstill.bring(stranger);
            stuck.add(stranger);
        }
        eventually("the loops are idle", Remains::loopsAreIdle);

        site.release();
        stuck.forEach(Stranger::close);
        eventually("no connection is left", () -> server.connections() == 0);
        nothingIsHeld(site);
    }

    private void warmUp(TransportKind kind) throws InterruptedException {
        Site site = new Site();
        try (Server server = site.server(kind).start()) {
            warmUp(server, site);
        }
    }

    /// What is made once for all is made by these.
    private static void warmUp(Server server, Site site) throws InterruptedException {
        assertNone(
                "the first strangers",
                new Crowd(address(server), site, "first", SEED, () -> {}).come(FIRST));
        eventually("the first have gone", () -> server.connections() == 0);
    }

    private static void nothingIsHeld(Site site) {
        eventually("every session is over", () -> site.ledger.open().isEmpty());
        assertThat(site.ledger.wrong()).isEmpty();
        eventually("no session is held by anything", () -> site.ledger.held() == 0);
    }

    private static void assertNone(String whose, List<Throwable> failures) {
        if (!failures.isEmpty()) {
            String first =
                    String.join(
                            "\n\n", failures.stream().limit(6).map(Throwable::toString).toList());
            throw new AssertionError(
                    failures.size() + " failures of " + whose + ", seed " + SEED + ":\n" + first,
                    failures.getFirst());
        }
    }
}
