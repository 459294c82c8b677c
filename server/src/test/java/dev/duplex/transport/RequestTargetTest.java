package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static byte[] seen(Optional<String> value) {
        return value.orElse("not seen").getBytes(StandardCharsets.US_ASCII);
    }
}
