package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Offer;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What another thread may queue for a peer that does not read.
class QueueLimitTest {
    private static final int QUEUE_BYTES = 256 * 1024;

    /// The queue, and what the kernels of both ends take: far less than the sender would send.
    private static final long MOST = 32L << 20;

    private static final long WOULD_SEND = 512L << 20;

    @Test
    void mustHoldWhatAStreamOfSockJsBeginsWith() {
        Limits tooSmall = Limits.builder().queueBytes(SockJsOptions.LEAST_QUEUE_BYTES - 1).build();
        SockJsOptions ofItsOwn = SockJsOptions.DEFAULT.toBuilder().limits(tooSmall).build();
        Endpoint endpoint = new Endpoint() {};
        for (Server.Builder server :
                List.of(
                        Server.builder().limits(tooSmall).sockJs("/s", endpoint),
                        Server.builder().sockJs("/s", endpoint, ofItsOwn))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("queueBytes must be 4096 or more where SockJS is served");
        }
    }

    @Test
    void aSenderOnAnotherThreadIsToldFullHoweverFastItIs() throws Exception {
        CompletableFuture<Long> accepted = new CompletableFuture<>();
        Endpoint flood =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        Thread.ofPlatform().start(() -> accepted.complete(sendUntilFull(session)));
                    }
                };
        Limits limits = Limits.builder().queueBytes(QUEUE_BYTES).build();
        WebSocketOptions options = WebSocketOptions.DEFAULT.withDeflate(DeflateOptions.OFF);
        try (Server server =
                        Server.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .limits(limits)
                                .webSocket("/flood", flood, options)
                                .start();
                Socket peer = new Socket()) {
            peer.setReceiveBufferSize(16 * 1024);
            peer.connect(new InetSocketAddress("127.0.0.1", server.port()));
            String handshake =
                    """
                    GET /flood HTTP/1.1
                    Host: localhost
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                    """
                            .replace("\n", "\r\n");
            peer.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            assertThat(accepted.get(60, TimeUnit.SECONDS))
                    .as("bytes accepted before FULL")
                    .isBetween(1L, MOST);
        }
    }

    private static long sendUntilFull(Session session) {
        Message message = Message.binary(new byte[1024]);
        long bytes = 0;
        while (bytes < WOULD_SEND && session.send(message) == Offer.ACCEPTED) {
            bytes += message.size();
        }
        return bytes;
    }
}
