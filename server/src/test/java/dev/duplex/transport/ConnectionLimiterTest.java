package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.TransportKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionLimiterTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void connectionsOverTheTotalGet503(TransportKind kind) throws Exception {
        refusesTheThird(kind, Limits.builder().connections(2).build(), 503);
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void connectionsOverTheAddressLimitGet429(TransportKind kind) throws Exception {
        refusesTheThird(kind, Limits.builder().connectionsPerAddress(2).build(), 429);
    }

    private static void refusesTheThird(TransportKind kind, Limits limits, int status)
            throws Exception {
        try (Server server =
                        Transports.server(kind, limits)
                                .http("/", x -> x.respond(new byte[0]))
                                .start();
                RawClient first = RawClient.connect(server.port())) {
            assertThat(first.send(GET).response().status()).isEqualTo(200);
            // Over and over, so that a place freed twice or never would show.
            for (int round = 0; round < 5; round++) {
                try (RawClient second = served(server.port())) {
                    assertThat(server.connections()).isEqualTo(2);
                    try (RawClient third = RawClient.connect(server.port())) {
                        third.send(GET);
                        RawClient.Response refused = third.response();
                        assertThat(refused.status()).isEqualTo(status);
                        assertThat(refused.fields()).containsEntry("connection", "close");
                        assertThat(third.ended()).isTrue();
                    }
                    assertThat(second.send(GET).response().status()).isEqualTo(200);
                }
            }
        }
    }

    /// Connects until there is a place: the server sees a little later than we do that one was left.
    private static RawClient served(int port) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (true) {
            RawClient client = RawClient.connect(port);
            if (client.send(GET).response().status() == 200) {
                return client;
            }
            client.close();
            assertThat(System.nanoTime()).as("a place is freed").isLessThan(deadline);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 503", "2, 1, 429"})
    void theNarrowerLimitSpeaks(int total, int perAddress, int status) throws Exception {
        Limits limits =
                Limits.builder().connections(total).connectionsPerAddress(perAddress).build();
        try (Server server =
                        Transports.server(TransportKind.NIO, limits)
                                .http("/", x -> x.respond(new byte[0]))
                                .start();
                RawClient first = RawClient.connect(server.port());
                RawClient second = RawClient.connect(server.port())) {
            assertThat(first.send(GET).response().status()).isEqualTo(200);
            assertThat(second.response().status()).isEqualTo(status);
        }
    }
}
