package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Blocking handlers on both ends of a socket.
class BlockingEchoTest {
    private static final int MESSAGES = 20_000;
    private static final int BYTES = 1_000;

    /// The hello world against a peer that sends 20 MB and reads nothing until its own queue is full:
    /// every queue between the two has been full by then, and none may stay so.
    @Test
    void everythingComesBackThoughThePeerReadsLate() throws Exception {
        Endpoint echo = Endpoint.blocking(session -> session.forEach(session::send));
        CompletableFuture<Integer> received = new CompletableFuture<>();
        try (Server server =
                        Server.builder().host("127.0.0.1").port(0).webSocket("/", echo).start();
                Client client = Client.create()) {
            Endpoint late = Endpoint.blocking(session -> received.complete(flood(session)));
            client.connect(URI.create("ws://127.0.0.1:" + server.port() + "/"), late)
                    .get(20, TimeUnit.SECONDS);

            assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(MESSAGES);
        }
    }

    private static int flood(BlockingSession session) throws InterruptedException {
        session.suspendReading();
        CompletableFuture<Void> full = new CompletableFuture<>();
        Thread sender = Thread.ofVirtual().start(() -> sendAll(session, full));
        full.join();
        session.resumeReading();
        for (int i = 0; i < MESSAGES; i++) {
            Optional<Message> next = session.receive();
            if (next.isEmpty() || number(next.get()) != i) {
                return i;
            }
        }
        sender.join();
        return MESSAGES;
    }

    private static void sendAll(BlockingSession session, CompletableFuture<Void> full) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                if (!session.isWritable()) {
                    full.complete(null);
                }
                session.sendAndWait(numbered(i));
            }
            full.complete(null);
        } catch (InterruptedException interrupted) {
            full.completeExceptionally(interrupted);
        }
    }

    private static Message numbered(int number) {
        byte[] bytes = new byte[BYTES];
        bytes[0] = (byte) (number >> 16);
        bytes[1] = (byte) (number >> 8);
        bytes[2] = (byte) number;
        return Message.binary(bytes);
    }

    private static int number(Message message) {
        byte[] bytes = message.bytes();
        return (bytes[0] & 0xff) << 16 | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff);
    }
}
