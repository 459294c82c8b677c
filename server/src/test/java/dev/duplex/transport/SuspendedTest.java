package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.TransportKind;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sessions that read nothing.
@Timeout(120)
class SuspendedTest {
    /// More than the kernel keeps for both ends.
    private static final int MUCH = 64 << 20;

    /// An empty message, masked.
    private static final byte[] FRAME = {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0};

    private static final int FRAMES = 20_000;

    /// So often the event loop has had its turn, and has taken nothing.
    private static final int TURNS = 50;

    private static final String HANDSHAKE =
            """
            GET /ws HTTP/1.1\r
            Host: here\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoSuspendsWhenItOpensIsGivenNoMoreThanTheKernelKeeps(TransportKind kind)
            throws Exception {
        Endpoint suspends =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.suspendReading();
                        session.send("open");
                    }
                };
        try (Server server =
                        Transports.server(kind)
                                .webSocket("/ws", suspends)
                                .http("/", exchange -> exchange.respond(new byte[0]))
                                .start();
                RawClient other = RawClient.connect(server.port());
                SocketChannel client =
                        SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()))) {
            client.write(ByteBuffer.wrap(HANDSHAKE.getBytes(StandardCharsets.US_ASCII)));
            awaitOpen(client);
            client.configureBlocking(false);
            ByteBuffer frames = ByteBuffer.allocateDirect(FRAME.length * FRAMES);
            for (int i = 0; i < FRAMES; i++) {
                frames.put(FRAME);
            }
            long sent = 0;
            int idle = 0;
            while (sent < MUCH && idle < TURNS) {
                if (!frames.hasRemaining()) {
                    frames.clear();
                }
                int taken = client.write(frames);
                sent += taken;
                idle = taken == 0 ? idle + 1 : 0;
                if (taken == 0) {
                    assertThat(other.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n").head().status())
                            .isEqualTo(200);
                }
            }
            assertThat(sent).isLessThan(MUCH / 2);
        }
    }

    /// Until the message that is sent when it opens has come.
    private static void awaitOpen(SocketChannel client) throws Exception {
        StringBuilder all = new StringBuilder();
        ByteBuffer some = ByteBuffer.allocate(1024);
        while (!all.toString().endsWith("open")) {
            assertThat(client.read(some)).isPositive();
            all.append(StandardCharsets.ISO_8859_1.decode(some.flip()));
            some.clear();
        }
    }
}
