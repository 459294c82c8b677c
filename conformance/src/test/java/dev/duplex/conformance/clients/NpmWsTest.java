package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// npm's `ws`, the client of most programs on Node.js. The script is `src/test/js/ws.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class NpmWsTest {
    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @ParameterizedTest(name = "TLS: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("text, binary, compression, fragments, pings, close codes, subprotocols, refusals")
    void speaksWithIt(boolean tls) throws Exception {
        try (Server server = ClientServers.start(tls, Origins.same())) {
            String base = (tls ? "wss" : "ws") + "://localhost:" + server.port();
            List<String> script = new ArrayList<>(List.of("ws.mjs", base));
            if (tls) {
                script.add("tls");
            }
            assertThat(NodeScripts.run(script.toArray(String[]::new)))
                    .hasSize(12)
                    .allMatch(line -> line.startsWith("ok "));
        }
    }
}
