package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.TransportKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What can be asked of `./bench`, and what it says to who asks for something else.
class ChoiceTest {
    @Test
    void aSuiteAndAScenarioCanBeNamed() {
        Choice choice = new Choice(Set.of("fanout", "echo-pingpong"), Set.of());
        assertThat(choice.scenarios())
                .extracting(Scenario::name)
                .containsExactly("echo-pingpong", "fanout-1000", "fanout-1000-1", "fanout-1000-16");
    }

    @Test
    void whereAPeerIsNotComparedTheScenarioIsLeftOut() {
        Choice choice = new Choice(Set.of("echo", "fanout"), Set.of(Peer.NCHAN));
        assertThat(choice.scenarios())
                .extracting(Scenario::name)
                .containsExactly("fanout-1000", "fanout-1000-1", "fanout-1000-16");
        assertThat(choice.allPeers()).containsExactly(Peer.NCHAN);
    }

    @Test
    void aPeerThatIsComparedNowhereIsRefusedWithThoseThatAre() {
        Choice choice = new Choice(Set.of("tls"), Set.of(Peer.JDK, Peer.BUN));
        assertThatThrownBy(choice::scenarios)
                .isInstanceOf(BenchException.class)
                .hasMessage(
                        "bun: not compared by tls, which compare jdk, openssl, openssl_refcnt, plain");
    }

    @Test
    void anUnknownScenarioIsRefusedWithThoseThereAre() {
        Set<String> unknown = Set.of("ehco");
        assertThatThrownBy(() -> new Choice(unknown, Set.of()))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("there is no ehco; there are the suites echo, fanout,")
                .hasMessageContaining("echo-16k-mixed")
                .hasMessageContaining("disk-publish-1");
    }

    @Test
    void everySuiteHasSomething() {
        for (String suite : Choice.SUITES.keySet()) {
            if (!Set.of(Choice.CODEC, "disk", "start", "model").contains(suite)) {
                assertThat(new Choice(Set.of(suite), Set.of()).scenarios()).as(suite).isNotEmpty();
            }
        }
        assertThat(Scenario.ALL)
                .allMatch(scenario -> Choice.SUITES.containsKey(scenario.suite()))
                .extracting(Scenario::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void aPeerIsNamedInAnyCaseAndWithDashes() {
        assertThat(Peer.of("Java-WebSocket")).contains(Peer.JAVA_WEBSOCKET);
        assertThat(Peer.of("java_websocket")).contains(Peer.JAVA_WEBSOCKET);
        assertThat(Peer.of("tomcat")).isEmpty();
    }

    @Test
    void peersOfTransportsAreToldTheirs() {
        Scenario scenario =
                new Choice(Set.of("transport-pingpong"), Set.of()).scenarios().getFirst();
        for (Peer peer : scenario.peers()) {
            assertThat(peer.command(Path.of("."), scenario, Optional.empty(), List.of()))
                    .contains("--transport=" + TransportKind.valueOf(peer.name()));
        }
    }

    @Test
    void theHelpListsScenariosAndPeers() {
        assertThat(Bench.line().getUsageMessage())
                .contains("fanout       a room of 1,000")
                .contains("peers: duplex, netty, bun, jetty, undertow, vertx,")
                .contains("sockjs-xhr-200")
                .contains("disk-space")
                .contains("docs/benchmarks.md");
    }

    @Test
    void anUnknownPeerIsRefusedWithThoseThereAre() {
        StringWriter said = new StringWriter();
        CommandLine line = Bench.line().setErr(new PrintWriter(said));
        assertThat(line.execute("--peers", "tomcat")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString())
                .contains("there is no 'tomcat'; there are duplex, netty, bun, jetty,");
    }

    @Test
    void figuresThatMeanNothingAreNotKept() {
        StringWriter said = new StringWriter();
        CommandLine line = Bench.line().setErr(new PrintWriter(said));
        assertThat(line.execute("--quick", "--save")).isEqualTo(1);
        assertThat(said.toString()).contains("--save: the figures of --quick mean nothing");
    }
}
