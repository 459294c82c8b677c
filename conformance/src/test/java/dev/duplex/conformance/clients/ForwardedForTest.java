package dev.duplex.conformance.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.TrustedProxies;
import dev.duplex.conformance.LogWatch;
import dev.duplex.faults.ProxyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who asks, behind nginx and HAProxy, configured as `docs/operations.md` says.
@ExtendWith(LogWatch.class)
@Timeout(120)
class ForwardedForTest {
    /// Another address of loopback than the proxy's.
    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.2");

    private final Proxy.Ports ports = Proxy.Ports.free();

    private static Server server(TrustedProxies trusted) {
        return Server.builder()
                .host("127.0.0.1")
                .port(0)
                .trustedProxies(trusted)
                .http(
                        "/who",
                        exchange ->
                                exchange.respond(
                                        exchange.request()
                                                .remoteAddress()
                                                .getAddress()
                                                .getHostAddress()
                                                .getBytes(US_ASCII)))
                .start();
    }

    private static String whoAsks(Proxy proxy, String fields) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(20_000);
            socket.bind(new InetSocketAddress(CLIENT, 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.configured()));
            socket.getOutputStream()
                    .write(
                            ("GET /who HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
                                            + fields
                                            + "\r\n")
                                    .getBytes(US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return response.substring(response.indexOf("\r\n\r\n") + 4);
        }
    }

    @ParameterizedTest
    @EnumSource(ProxyProcess.Program.class)
    @DisplayName("the client is who asked the proxy, whatever it says")
    void theClientIsWhoAskedTheProxy(ProxyProcess.Program program) throws Exception {
        TrustedProxies trusted =
                TrustedProxies.of(TrustedProxies.Field.X_FORWARDED_FOR, List.of("127.0.0.1"));
        try (Server server = server(trusted);
                Proxy proxy = Proxy.start(program, ports, server.port())) {
            assertThat(whoAsks(proxy, "")).isEqualTo("127.0.0.2");
            assertThat(whoAsks(proxy, "X-Forwarded-For: 203.0.113.5\r\n")).isEqualTo("127.0.0.2");
            assertThat(whoAsks(proxy, "X-Forwarded-For: 203.0.113.5, 127.0.0.1\r\n"))
                    .isEqualTo("127.0.0.2");
            assertThat(whoAsks(proxy, "Forwarded: for=203.0.113.5\r\n")).isEqualTo("127.0.0.2");
        }
    }

    @ParameterizedTest
    @EnumSource(ProxyProcess.Program.class)
    @DisplayName("a proxy that is not trusted is who asks")
    void aProxyThatIsNotTrustedIsWhoAsks(ProxyProcess.Program program) throws Exception {
        try (Server server = server(TrustedProxies.none());
                Proxy proxy = Proxy.start(program, ports, server.port())) {
            assertThat(whoAsks(proxy, "X-Forwarded-For: 203.0.113.5\r\n")).isEqualTo("127.0.0.1");
        }
    }
}
