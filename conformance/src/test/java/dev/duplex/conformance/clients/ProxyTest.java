package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.duplex.Origins;
import dev.duplex.browserkit.Chromium;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import dev.duplex.faults.FaultProxy;
import dev.duplex.faults.ProxyProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// npm's `sockjs-client` through nginx and HAProxy, configured as `docs/guide/sockjs.md` says, and not.
@ExtendWith(LogWatch.class)
@Timeout(240)
class ProxyTest {
    /// Of `sockjs.mjs`: those that a proxy in between could spoil.
    private static final List<String> CHECKS =
            List.of(
                    "unicode",
                    "large",
                    "amplified",
                    "closedByServer",
                    "closedByServerAfterMessages",
                    "countedInOrder",
                    "lostNetwork");

    private final Proxy.Ports ports = Proxy.Ports.free();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(ProxyProcess.Program.values())
                .flatMap(program ->
                        SockJsNodeTest.TRANSPORTS.stream()
                                .map(transport -> Arguments.of(program, transport)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    @DisplayName("sizes, order, closing and the loss of the client's network come through")
    void speaksThroughIt(ProxyProcess.Program program, String transport) throws Exception {
        // Of a client that polls the network may be lost where no request waits.
        Duration delay = Duration.ofSeconds(6);
        try (SockJsServer server = SockJsServer.start(options -> options.disconnectDelay(delay));
                Proxy proxy = Proxy.start(program, ports, server.port());
                FaultProxy network = FaultProxy.start(proxy.configured())) {
            List<String> script =
                    new ArrayList<>(
                            List.of(
                                    "sockjs.mjs",
                                    transport,
                                    "http://127.0.0.1:" + proxy.configured(),
                                    network.url("")));
            script.addAll(CHECKS);
            List<String> output =
                    NodeScripts.run(
                            line -> {
                                if (line.equals("cut")) {
                                    network.cut();
                                }
                            },
                            script.toArray(String[]::new));
            assertThat(output).filteredOn(line -> line.startsWith("ok ")).hasSameSizeAs(CHECKS);
            // The proxy tells the server that the client is gone, sooner than a heartbeat would.
            assertThat(server.told().ended("lost by " + transport).get(20, TimeUnit.SECONDS).code())
                    .isEqualTo(1006);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a page behind the configured proxy is of the same origin, and has WebSocket")
    void pageBehindIt(ProxyProcess.Program program) throws Exception {
        try (SockJsServer server = SockJsServer.start();
                Proxy proxy = Proxy.start(program, ports, server.port())) {
            assertThat(speakByAny(proxy.configured())).isEqualTo("websocket");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("where the proxy does not let WebSocket through the client takes xhr-streaming")
    void fallsBack(ProxyProcess.Program program) throws Exception {
        Origins origins = Origins.of("http://localhost:" + ports.bare());
        try (SockJsServer server = SockJsServer.start(options -> options.origins(origins));
                Proxy proxy = Proxy.start(program, ports, server.port())) {
            assertThat(speakByAny(proxy.bare())).isEqualTo("xhr-streaming");
        }
    }

    @Test
    @DisplayName("a proxy that puts a Host of its own makes every page one of another origin")
    void hostMatters() throws Exception {
        try (SockJsServer server = SockJsServer.start();
                Proxy proxy = Proxy.start(ProxyProcess.Program.NGINX, ports, server.port())) {
            assertThat(speakByAny(proxy.bare())).asString().contains("http status 403");
        }
    }

    /// In a page that came through the proxy; the transport, or how it ended.
    private static Object speakByAny(int port) {
        String base = "http://localhost:" + port;
        try (Page page = Chromium.shared().newPage()) {
            page.navigate(base + "/page");
            page.addScriptTag(new Page.AddScriptTagOptions().setUrl(base + SockJsServer.CLIENT));
            page.addScriptTag(
                    new Page.AddScriptTagOptions().setPath(SockJsChromiumTest.SHARED_CHECKS));
            page.addScriptTag(new Page.AddScriptTagOptions().setPath(SockJsChromiumTest.CHECKS));
            return page.evaluate(
                    "url => speakByAny(url).catch(error => error.message)", base + "/echo");
        }
    }
}
