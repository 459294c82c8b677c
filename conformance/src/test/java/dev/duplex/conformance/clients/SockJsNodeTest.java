package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import dev.duplex.faults.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// npm's `sockjs-client`, unmodified, in Node.js, by each transport that it has there. (The others need
/// a document: see [SockJsChromiumTest].) The scripts are `src/test/js/sockjs*.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class SockJsNodeTest {
    /// Those that it has in Node.js.
    static final List<String> TRANSPORTS =
            List.of("websocket", "xhr-streaming", "eventsource", "xhr-polling");

    private static final List<Integer> NORMAL = List.of(1000, 1005);
    private static final List<Integer> LOST = List.of(1006);

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @ParameterizedTest
    @FieldSource("TRANSPORTS")
    @DisplayName("unicode, sizes, order, closing by either side, loss of the network")
    void speaksWithIt(String transport) throws Exception {
        // Of a client that polls the network may be lost where no request waits.
        Duration delay = Duration.ofSeconds(6);
        try (SockJsServer server = SockJsServer.start(options -> options.disconnectDelay(delay));
                FaultProxy network = FaultProxy.start(server.port())) {
            List<String> output =
                    NodeScripts.run(
                            line -> {
                                if (line.equals("cut")) {
                                    network.cut();
                                }
                            },
                            "sockjs.mjs",
                            transport,
                            server.url(""),
                            network.url(""));
            assertThat(output).filteredOn(line -> line.startsWith("ok ")).hasSize(14);

            // Sooner than a heartbeat would find that the client is gone.
            CloseReason closed =
                    server.told().ended("closed by " + transport).get(20, TimeUnit.SECONDS);
            // By WebSocket the client sends a Close of its own, without its program's code; by the
            // others it aborts its requests, and nothing tells that from a lost connection.
            assertThat(closed.code()).isIn(transport.equals("websocket") ? NORMAL : LOST);

            CloseReason lost =
                    server.told().ended("lost by " + transport).get(20, TimeUnit.SECONDS);
            assertThat(lost.code()).isEqualTo(1006);
        }
    }

    @Test
    @DisplayName("a thousand sessions at once, each with messages of its own")
    void aThousandSessions() throws Exception {
        try (SockJsServer server = SockJsServer.start()) {
            List<String> script =
                    new ArrayList<>(List.of("sockjs-many.mjs", server.url(""), "250"));
            script.addAll(TRANSPORTS);
            assertThat(NodeScripts.run(script.toArray(String[]::new)))
                    .containsExactly("open 1000", "closed 1000");
        }
    }
}
