package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The arena of the development mode over real sockets: who gets in, what goes over the wire, and what ends it.
@Timeout(60)
class ArenaServingTest {
    private static final byte[] HELLO = HexFormat.of().parseHex("0101416e6e");
    private static final byte[] STEERING = HexFormat.of().parseHex("0200010000000000000000");

    private static RawWebSocket connect(Served served) {
        URI uri = served.uri("/arena");
        return RawWebSocket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    private static RawWebSocket open(Served served) {
        RawWebSocket client = connect(served);
        client.send(RawHandshake.of(served.uri("/").getAuthority(), "/arena"));
        assertThat(client.readHead().status()).isEqualTo(101);
        return client;
    }

    private static int type(RawFrame frame) {
        assertThat(frame.opcode()).isEqualTo(RawFrame.BINARY);
        return frame.payload()[0];
    }

    private static RawFrame close(RawWebSocket client) {
        RawFrame next = client.readFrame("a Close");
        while (next.opcode() != RawFrame.CLOSE) {
            next = client.readFrame("a Close");
        }
        return next;
    }

    @Test
    void aPlayerIsWelcomedSeesTickAfterTickAndIsCounted() throws Exception {
        try (Served served = Served.with("--dev");
                RawWebSocket client = open(served)) {
            client.send(RawFrame.binary(HELLO));
            assertThat(type(client.readFrame("the welcome"))).isEqualTo(0x11);
            assertThat(type(client.readFrame("the whole world"))).isEqualTo(0x12);
            assertThat(client.readFrame("a tick").payload()[0]).isBetween((byte) 0x12, (byte) 0x13);
            assertThat(served.get("/metrics").body())
                    .contains("duplex_room_players{room=\"arena\"} 1.0");
        }
    }

    @Test
    void malformedTooLargeAndTooManyMessagesEndIt() throws Exception {
        try (Served served = Served.with("--dev")) {
            try (RawWebSocket client = open(served)) {
                client.send(RawFrame.binary(new byte[] {2, 1}));
                assertThat(close(client).closeCode()).contains(1008);
            }
            try (RawWebSocket client = open(served)) {
                client.send(RawFrame.binary(new byte[257]));
                assertThat(close(client).closeCode()).contains(1009);
            }
            try (RawWebSocket client = open(served)) {
                client.send(RawFrame.binary(HELLO));
                for (int i = 0; i < 400; i++) {
                    client.send(RawFrame.binary(STEERING));
                }
                assertThat(close(client).closeCode()).contains(1008);
            }
        }
    }

    @Test
    void pagesOfOtherSitesDoNotGetIn() throws Exception {
        try (Served served = Served.with("--dev");
                RawWebSocket client = connect(served)) {
            client.send(
                    RawHandshake.of(served.uri("/").getAuthority(), "/arena")
                            .with("Origin: http://elsewhere.example"));
            assertThat(client.readHead().status()).isEqualTo(403);
        }
    }

    @Test
    void itIsThereInTheDevelopmentModeOnlyAndWithWebSocket() throws Exception {
        try (Served served = Served.with("--dev", "--no-websocket")) {
            assertThat(served.get("/arena").body()).contains("WebSocket is switched off");
        }
        try (Served served = Served.with("--test-services")) {
            assertThat(served.get("/arena").statusCode()).isEqualTo(404);
        }
    }
}
