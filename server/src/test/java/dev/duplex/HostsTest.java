package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    private static boolean allows(Hosts hosts, String host) {
        return hosts.allows(Optional.of(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.1.2.3:1",
                "[::1]",
                "[::1]:65535",
                "box.example",
                "Box.Example:8443",
                "10.0.0.7:80"
            })
    void letsLoopbackAndWhatIsListedThrough(String host) {
        assertThat(allows(Hosts.loopbackAnd("box.Example", "10.0.0.7"), host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8080",
                "rebound.example",
                "rebound.example:8080",
                "localhost.rebound.example",
                "127.0.0.1.rebound.example",
                "not-box.example",
                "box.example.rebound.example",
                "localhost:8080:8080",
                "[::2]",
                "::1",
                "0.0.0.0:8080",
                "10.0.0.70"
            })
    void refusesOthers(String host) {
        assertThat(allows(Hosts.loopbackAnd("box.example", "10.0.0.7"), host)).isFalse();
        assertThat(allows(Hosts.any(), host)).isTrue();
    }

    @Test
    void aRequestWithoutANameIsOfNoneOfThem() {
        assertThat(Hosts.loopbackAnd().allows(Optional.empty())).isFalse();
        assertThat(Hosts.any().allows(Optional.empty())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "box.example:80", "http://box.example", "::1", "a b"})
    void whatIsNoNameIsNotTaken(String name) {
        assertThatThrownBy(() -> Hosts.loopbackAnd(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the name or the address of a host");
    }

    /// HTTP, WebSocket, SockJS, and where nothing is.
    @ParameterizedTest
    @ValueSource(
            strings = {"/http", "/ws", "/sockjs/info", "/sockjs/000/a/xhr_streaming", "/nothing"})
    void noRouteAnswersToAnotherName(String path) throws Exception {
        Endpoint endpoint = new Endpoint() {};
        try (Server server =
                Server.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .hosts(Hosts.loopbackAnd())
                        .http("/http", exchange -> exchange.respond(new byte[0]))
                        .webSocket("/ws", endpoint)
                        .sockJs("/sockjs", endpoint)
                        .start()) {
            assertThat(statusLine(server, path, "rebound.example:" + server.port()))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(statusLine(server, path, "localhost:" + server.port()))
                    .doesNotStartWith("HTTP/1.1 421 ");
        }
    }

    private static String statusLine(Server server, String path, String host) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            String request =
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        }
    }
}
