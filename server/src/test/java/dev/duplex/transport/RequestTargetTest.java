package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Hosts;
import dev.duplex.Server;
import dev.duplex.TransportKind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestTargetTest {
    /// So many parameters, `p0` to `pN`, each with its number.
    private static String query(int parameters) {
        return IntStream.range(0, parameters)
                .mapToObj(i -> "p" + i + "=" + i)
                .collect(Collectors.joining("&"));
    }

    @Test
    void looksAtALimitedNumberOfParameters() throws Exception {
        int most = RequestTarget.MAX_PARAMETERS;
        assertThat(RequestTarget.parse("/?" + query(most)).orElseThrow().parameters())
                .hasSize(most);
        assertThat(RequestTarget.parse("/?" + query(most + 5)).orElseThrow().parameters())
                .hasSize(most)
                .containsKey("p" + (most - 1))
                .doesNotContainKey("p" + most);
        try (Server server =
                        Transports.server(TransportKind.NIO)
                                .http(
                                        "/",
                                        exchange ->
                                                exchange.respond(
                                                        seen(exchange.request().query("p" + most))))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send("GET /?" + query(most + 1) + " HTTP/1.1\r\nHost: here\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("not seen");
            client.send("GET /?p" + most + "=first HTTP/1.1\r\nHost: here\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("first");
        }
    }

    /// What is typed at a command line is sent as it is, and a browser escapes it: both mean one path.
    @Test
    void bytesThatAreNotEscapedMeanWhatTheyWouldEscaped() throws Exception {
        try (Server server =
                        Transports.server(TransportKind.NIO)
                                .http(
                                        "/{room}",
                                        exchange ->
                                                exchange.respond(
                                                        String.join(
                                                                        " ",
                                                                        exchange.request().path(),
                                                                        exchange.request()
                                                                                .pathParameters()
                                                                                .get("room"),
                                                                        exchange.request()
                                                                                .query("q")
                                                                                .orElse(""))
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            for (String target : new String[] {"/räume?q=ä", "/r%C3%A4ume?q=%c3%a4"}) {
                client.send(
                        ("GET " + target + " HTTP/1.1\r\nHost: here\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                byte[] body = client.response().body().getBytes(StandardCharsets.ISO_8859_1);
                assertThat(new String(body, StandardCharsets.UTF_8))
                        .as(target)
                        .isEqualTo("/räume räume ä");
            }
        }
    }

    /// RFC 9112 §3.2.2: "When an origin server receives a request with an absolute-form of request-target, the origin server MUST ignore the received Host
    /// header field (if any) and instead use the host information of the request-target."
    @Test
    void theHostOfAnAbsoluteFormCountsAndNoOther() throws Exception {
        try (Server server =
                        Transports.server(TransportKind.NIO)
                                .hosts(Hosts.loopbackAnd("box.example"))
                                .http(
                                        "/a",
                                        exchange ->
                                                exchange.respond(
                                                        seen(
                                                                exchange.request()
                                                                        .headers()
                                                                        .first("Host"))))
                                .start();
                RawClient client = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port())) {
            String get = "GET http://%s/a HTTP/1.1\r\nHost: %s\r\n\r\n";
            client.send(get.formatted("box.example:80", "other.example"));
            assertThat(client.response().body()).isEqualTo("box.example:80");
            client.send(get.formatted("[::1]", "localhost"));
            assertThat(client.response().body()).isEqualTo("[::1]");
            other.send(get.formatted("other.example", "localhost"));
            assertThat(other.response().status()).isEqualTo(421);
        }
    }

    private static byte[] seen(Optional<String> value) {
        return value.orElse("not seen").getBytes(StandardCharsets.US_ASCII);
    }
}
