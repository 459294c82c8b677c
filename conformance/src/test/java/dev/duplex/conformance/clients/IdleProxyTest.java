package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import dev.duplex.faults.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sessions that say nothing, behind something that cuts connections on which nothing is said.
@ExtendWith(LogWatch.class)
@Timeout(120)
class IdleProxyTest {
    /// Longer than a busy machine stands still: nothing else keeps a heartbeat from coming in time.
    private static final Duration IDLE = Duration.ofSeconds(6);

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @Test
    @DisplayName("heartbeats that come more often than the proxy cuts keep every session alive")
    void heartbeatsKeepAlive() throws Exception {
        Duration interval = IDLE.dividedBy(8);
        try (SockJsServer server =
                        SockJsServer.start(options -> options.heartbeatInterval(interval));
                FaultProxy network = FaultProxy.startForgetting(server.port(), IDLE)) {
            // As many as there are in the time in which it would be cut twice.
            assertThat(idle(network, "16", SockJsNodeTest.TRANSPORTS))
                    .containsExactly(
                            "websocket alive",
                            "xhr-streaming alive",
                            "eventsource alive",
                            "xhr-polling alive");
        }
    }

    /// Not xhr-streaming, whose client does not see in Node.js that a response was cut. That of
    /// eventsource asks for the next, and is told that its session is over.
    @Test
    @DisplayName("without them it is cut, and the client is told")
    void isCut() throws Exception {
        try (SockJsServer server = SockJsServer.start();
                FaultProxy network = FaultProxy.startForgetting(server.port(), IDLE)) {
            assertThat(idle(network, "1", List.of("websocket", "eventsource", "xhr-polling")))
                    .containsExactly(
                            "websocket closed 1006",
                            "eventsource closed 1002",
                            "xhr-polling closed 1006");
            assertThat(network.counts().forgotten()).isPositive();
        }
    }

    private static List<String> idle(FaultProxy network, String heartbeats, List<String> transports)
            throws Exception {
        List<String> script =
                new ArrayList<>(List.of("sockjs-idle.mjs", network.url("/echo"), heartbeats));
        script.addAll(transports);
        return NodeScripts.run(script.toArray(String[]::new));
    }
}
