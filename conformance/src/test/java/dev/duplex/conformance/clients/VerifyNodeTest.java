package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.browserkit.NodeScripts;
import dev.duplex.faults.FaultKind;
import dev.duplex.verify.Plan;
import dev.duplex.verify.Report;
import dev.duplex.verify.Verification;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// npm's `centrifuge`, unmodified, as a subscriber of `duplex verify`, by the script that goes with it: while connections break it gets all that was
/// published, each once, in order.
@Timeout(240)
class VerifyNodeTest {
    private static final Path SCRIPT = Path.of("../examples/verify/centrifuge.mjs");

    /// As the report calls it, what the script is called with.
    private static final Map<String, String> CLIENTS = new LinkedHashMap<>();

    static {
        CLIENTS.put("npm websocket", "websocket json");
        CLIENTS.put("npm websocket protobuf", "websocket protobuf");
        CLIENTS.put("npm sockjs", "sockjs json");
        CLIENTS.put("npm http_stream", "http_stream json");
        CLIENTS.put("npm sse", "sse json");
    }

    private static Path script;

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
        script = NodeScripts.packages().resolveSibling("verify-centrifuge.mjs");
        Files.copy(SCRIPT, script, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void getsEverythingOverCuts() throws Exception {
        try (CentrifugeServer server = CentrifugeServer.start()) {
            Report report =
                    Verification.run(
                            plan(),
                            new Target(
                                    URI.create("http://127.0.0.1:" + server.port()),
                                    "",
                                    "",
                                    Map.of()),
                            Optional.empty(),
                            _ -> {});
            assertThat(report.isClean()).as(report.text()).isTrue();
            // That nothing is missing is judged; how much there is depends on the machine's speed.
            assertThat(report.judgement().clients())
                    .hasSize(CLIENTS.size())
                    .allMatch(it -> it.recovered() > 0 && it.received() > it.recovered());
        }
    }

    private static Plan plan() {
        Plan.Builder plan =
                Plan.builder()
                        .channels(List.of("chat:verify"))
                        .clients(List.of())
                        .publishers(List.of(PublisherKind.CLIENT))
                        .begin(Duration.ofMinutes(1))
                        // Enough for each to be cut, even if the machine stands still for half.
                        .duration(Duration.ofSeconds(12))
                        .faults(Set.of(FaultKind.CUT))
                        .faultInterval(Duration.ofMillis(700))
                        .demandRecovery(true)
                        .seed(1);
        CLIENTS.forEach((name, arguments) ->
                plan.external(name, List.of(("node " + script + " " + arguments).split(" "))));
        return plan.build();
    }
}
