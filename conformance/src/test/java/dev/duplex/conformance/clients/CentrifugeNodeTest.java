package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import dev.duplex.faults.ProxyProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// npm's `centrifuge`, unmodified. The scripts are `src/test/js/centrifuge.mjs` and `centrifuge-end.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class CentrifugeNodeTest {
    private static final int CHECKS = 11;

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, json",
        "websocket, protobuf",
        "sockjs, json",
        "http_stream, json",
        "http_stream, protobuf",
        "sse, json"
    })
    @DisplayName(
            "connects, publishes, recovers, reads history and presence, calls methods, is refused")
    void speaksWithIt(String transport, String encoding) throws Exception {
        served(server -> speak(transport, encoding, server.port()));
    }

    @ParameterizedTest
    @CsvSource({
        "NGINX, http_stream, json",
        "NGINX, http_stream, protobuf",
        "NGINX, sse, json",
        "HAPROXY, http_stream, json",
        "HAPROXY, http_stream, protobuf",
        "HAPROXY, sse, json"
    })
    @DisplayName("does all of that through a proxy, which passes streams on as they come")
    void speaksWithItThroughAProxy(ProxyProcess.Program program, String transport, String encoding)
            throws Exception {
        served(server -> {
            try (Proxy proxy = Proxy.start(program, Proxy.Ports.free(), server.port())) {
                speak(transport, encoding, proxy.configured());
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, json",
        "websocket, protobuf",
        "sockjs, json",
        "http_stream, protobuf",
        "sse, json"
    })
    @DisplayName("is told by the protocol's own code that the server ends, and would come again")
    void isToldOfTheServersEnd(String transport, String encoding) throws Exception {
        served(server ->
                assertThat(
                                CentrifugeScripts.run(
                                        "centrifuge-end.mjs", transport, encoding, server.port()))
                        .filteredOn(it -> it.startsWith("ok "))
                        .hasSize(1));
    }

    private static void speak(String transport, String encoding, int port) throws Exception {
        assertThat(CentrifugeScripts.run("centrifuge.mjs", transport, encoding, port))
                .filteredOn(it -> it.startsWith("ok "))
                .hasSize(CHECKS);
    }

    /// Serves for a test; nothing of its clients may be left then.
    private static void served(CentrifugeScripts.Use use) throws Exception {
        try (CentrifugeServer server = CentrifugeServer.start()) {
            use.of(server.server());
        }
    }
}
