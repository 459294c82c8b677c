package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.bench.load.Carrier;
import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The peers that are not on this JVM, started as `./bench` starts them. Needs Node.js with npm, and Debian's nginx with nchan and
/// nats-server, which `./check` installs. (Bun is some 90 MB, and only `./bench` gets it.)
class PeersTest {
    private static final Path BENCH = root().resolve("benchmarks");

    private final LoadLoop loop = new LoadLoop();

    /// As `./bench` does, which leaves the same mark.
    @BeforeAll
    static void installPackages() throws IOException, InterruptedException {
        Path directory = BENCH.resolve("peers/node");
        Path lock = directory.resolve("package-lock.json");
        Path installed = directory.resolve("node_modules/.installed-lock.json");
        if (!Files.exists(installed) || Files.mismatch(lock, installed) >= 0) {
            Commands.run(
                    List.of(
                            "npm",
                            "ci",
                            "--prefix",
                            directory.toString(),
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund"));
            Files.copy(lock, installed);
        }
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    private static PeerProcess start(Peer peer, Scenario scenario) throws InterruptedException {
        return new PeerProcess(
                peer,
                Optional.empty(),
                0,
                peer.command(BENCH, scenario, Optional.empty(), List.of()));
    }

    private static Scenario scenario(String suite, Load load) {
        return new Scenario(suite, suite, suite, load);
    }

    private void assertAllArrives(Peer peer, Scenario scenario) throws InterruptedException {
        try (PeerProcess server = start(peer, scenario);
                Traffic traffic = Traffic.open(scenario.load(peer), server.target(), loop)) {
            assertThat(traffic.measure(Duration.ofMillis(200), () -> 0).messages()).isPositive();
            assertThat(traffic.finish()).isPositive();
            assertThat(server.processorTime().nanos()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WS", "NCHAN", "NATS"})
    void givesToAllWhatIsForAll(Peer peer) throws InterruptedException {
        assertAllArrives(peer, scenario("fanout", new Load.Fanout(20, 4, 128)));
    }

    @Test
    void wsAnswers() throws InterruptedException {
        assertAllArrives(Peer.WS, scenario("echo", new Load.Echo(3, 8, 1024, Content.JSON, false)));
        assertAllArrives(Peer.WS, scenario("echo", new Load.Echo(3, 8, 1024, Content.JSON, true)));
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR", "XHR_STREAMING", "SOCKJS_WEBSOCKET"})
    void sockJsNodeCarriesAFeed(Carrier carrier) throws InterruptedException {
        assertAllArrives(
                Peer.SOCKJS_NODE,
                scenario("sockjs", new Load.Feed(carrier, 5, 128, 50, Duration.ofSeconds(1))));
    }

    /// What is too much must not go unseen because it is within another protocol.
    @Test
    void moreThanIsPublishedIsSeenWithinTheProtocolOfNats() throws InterruptedException {
        Scenario scenario = scenario("fanout", new Load.Nats(2, 4, 128));
        try (PeerProcess server = start(Peer.NATS, scenario);
                Traffic one = Traffic.open(scenario.load(Peer.NATS), server.target(), loop)) {
            assertThatThrownBy(
                            () -> {
                                // Both publish to one subject, so that each gets more than it
                                // should.
                                try (Traffic _ =
                                        Traffic.open(
                                                scenario.load(Peer.NATS), server.target(), loop)) {
                                    for (int i = 0; i < 20; i++) {
                                        var _ = one.measure(Duration.ofSeconds(1), () -> 0);
                                    }
                                }
                            })
                    .isInstanceOf(LoadException.class);
        }
    }

    @Test
    void theVersionsOfAllAreKnown() throws InterruptedException {
        assertThat(
                        Versions.of(
                                BENCH,
                                List.of(
                                        Peer.JETTY,
                                        Peer.UNDERTOW,
                                        Peer.VERTX,
                                        Peer.JAVA_WEBSOCKET,
                                        Peer.WS,
                                        Peer.SOCKJS_NODE,
                                        Peer.NCHAN,
                                        Peer.NATS)))
                .hasSize(8)
                .allSatisfy(
                        (_, version) -> assertThat(version).containsPattern("^\\S*\\d+\\.\\d+"));
    }

    @Test
    void aPeerThatDoesNotStartSaysWhy() {
        List<String> command = List.of("node", "--no-such-option");
        assertThatThrownBy(() -> new PeerProcess(Peer.WS, Optional.empty(), 0, command))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("ws (Node.js) does not start:")
                .hasMessageContaining("--no-such-option");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("benchmarks"))
                ? here
                : here.resolve("..").normalize();
    }
}
