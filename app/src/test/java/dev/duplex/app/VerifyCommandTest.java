package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.faults.FaultKind;
import dev.duplex.faults.LastingPort;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class VerifyCommandTest {
    private static final Map<String, String> KEY = Map.of("DUPLEX_API_KEYS", Served.API_KEY);

    @TempDir private Path folder;

    private static Served served(String namespace) throws Exception {
        return Served.with(
                Map.of(
                        "DUPLEX_API_KEYS",
                        Served.API_KEY,
                        "DUPLEX_ANONYMOUS",
                        "true",
                        "DUPLEX_NAMESPACES",
                        "{\"verify\": " + namespace + "}"));
    }

    @Test
    void helpNamesAllThatThereIs() {
        Run run = Run.of("help", "verify");
        assertThat(run.code()).isZero();
        String out = run.out().replaceAll("\\s+", " ");
        assertThat(out).contains("--url", "--report", "--external", "Exit codes:");
        for (ClientKind kind : ClientKind.values()) {
            assertThat(out).contains(kind.label());
        }
        for (PublisherKind kind : PublisherKind.values()) {
            assertThat(out).contains(kind.label());
        }
        for (FaultKind kind : FaultKind.values()) {
            assertThat(out).contains(kind.toString());
        }
    }

    @Test
    void isCleanForAServerThatKeepsItsPromises() throws Exception {
        try (Served served =
                served(
                        "{\"history-size\": 1000, \"recovery\": \"stream\", \"allow\":"
                                + " {\"subscribe\": \"anyone\", \"publish\": \"anyone\"}}")) {
            Path report = folder.resolve("report.json");
            Run run =
                    Run.of(
                            KEY,
                            "verify",
                            "--url=" + served.uri("/"),
                            "--channels=verify:1",
                            "--duration=3s",
                            "--fault-interval=400ms",
                            "--fault-longest=300ms",
                            "--seed=1",
                            "--demand-recovery",
                            "--history-size=1000",
                            "--history-ttl=5m",
                            "--report=" + report);
            assertThat(run.code()).as(run.toString()).isZero();
            assertThat(run.out())
                    .contains("Everybody has begun", "6 asleep", "CLEAN: ", "plain-sse-sleeper");
            assertThat(Files.readString(report)).startsWith("{\"verdict\":\"clean\"");
        }
    }

    @Test
    void saysWhatIsBroken() throws Exception {
        try (Served served =
                served("{\"allow\": {\"subscribe\": \"anyone\", \"publish\": \"anyone\"}}")) {
            Run run =
                    Run.of(
                            "verify",
                            "--url=" + served.uri("/"),
                            "--channels=verify:1",
                            "--clients=centrifuge-json",
                            "--duration=2s",
                            "--faults=cut",
                            "--fault-interval=200ms",
                            // The first cut hits everybody.
                            "--seed=5",
                            "--demand-recovery",
                            "--quiet");
            assertThat(run.code()).isOne();
            assertThat(run.out())
                    .contains("NOT RECOVERED: ", "BROKEN: not recovered", "client-keys")
                    .doesNotContain("Everybody has begun", "http-keys");
        }
    }

    @Test
    void saysThatNothingIsThere() throws Exception {
        int port = LastingPort.find();
        Run run = Run.of("verify", "--url=http://127.0.0.1:" + port);
        assertThat(run.code()).isOne();
        assertThat(run.err())
                .startsWith("duplex: nothing listens at http://127.0.0.1:" + port)
                .hasLineCount(1);
    }

    @Test
    void saysThatTheReportCannotBeWrittenBeforeItRuns() {
        Path nowhere = folder.resolve("nowhere").resolve("report.json");
        Run run = Run.of("verify", "--report=" + nowhere);
        assertThat(run.code()).isOne();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "duplex: the report cannot be written: "
                                + nowhere
                                + " (no such directory)\n");
    }

    @Test
    void saysWhatMakesNoSense() {
        refuses("--clients knows no \"sees\"; there are centrifuge-json, ", "--clients=sees");
        refuses("--faults knows no \"flood\"; there are cut, ", "--faults=flood");
        refuses(
                "kill needs a server of its own: leave --url out, or the fault",
                "--url=http://127.0.0.1:1",
                "--faults=cut,kill");
        refuses("publishers by the HTTP API need its key", "--url=http://a", "--publishers=http");
        refuses("--duration must be a time", "--duration=soon");
        refuses("--rate must be a whole number from 1 to 100000, not \"0\"", "--rate=0");
        refuses("there must be a client", "--clients=none");
        refuses("--sleepers must be a whole number from 0 to 5000", "--sleepers=-1");
        refuses("--linger must be a time such as", "--linger=long");
        refuses("tell what the server at --url keeps", "--history-size=10", "--history-ttl=1h");
        refuses(
                "--history-size and --history-ttl go together",
                "--url=http://127.0.0.1:1",
                "--publishers=client",
                "--history-size=10");
        refuses("--external must be NAME=COMMAND", "--external=node");
        refuses("there are two programs named a", "--external=a=cat", "--external=a=cat");
        refuses("a program is named as a kind of client is: sse", "--external=sse=cat");
        refuses("the longest fault must take 100 ms at least", "--fault-longest=50ms");
        refuses("redis-cut needs nodes on Redis: give --nodes", "--faults=redis-cut");
        refuses("failover needs nodes on Redis: give --nodes", "--faults=failover");
        refuses(
                "failover is of a Redis with a replica, the other faults of Redis are of one alone",
                "--nodes=2",
                "--faults=failover,redis-kill");
        refuses("partition needs nodes on Redis: give --nodes", "--faults=partition");
        refuses(
                "partition needs a server of its own: leave --url out, or the fault",
                "--url=http://127.0.0.1:1",
                "--faults=partition");
        refuses(
                "partition is of nodes with a cable to Redis, redis-cut of nodes with a proxy before it:"
                        + " leave out either",
                "--nodes=2",
                "--faults=partition,redis-cut");
        refuses(
                "failover is of a Redis with a replica, the other faults of Redis are of one alone",
                "--nodes=2",
                "--faults=failover,partition");
        refuses("--nodes must be a whole number from 1 to 16", "--nodes=17");
        refuses(
                "--nodes are its own: leave --url out, or --nodes",
                "--nodes=3",
                "--url=http://127.0.0.1:1");
        refuses("--balancer stands before nodes of its own: give --nodes too", "--balancer=nginx");
        refuses(
                "--balancer knows no \"traefik\"; there are nginx, haproxy",
                "--nodes=2",
                "--balancer=traefik");
        refuses(
                "balancer-kill needs a balancer: give --balancer",
                "--nodes=2",
                "--faults=balancer-kill");
        refuses("--url must be a URL", "--url=nowhere");
        refuses("has a namespace, such as verify:1, not \"lobby\"", "--channels=lobby");
    }

    private static void refuses(String why, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "verify";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Run run = Run.of(arguments);
        assertThat(run.code()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).startsWith("duplex: ").contains(why);
    }
}
