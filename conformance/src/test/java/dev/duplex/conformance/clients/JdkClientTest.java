package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.conformance.LogWatch;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The JDK's own client, `java.net.http.WebSocket`.
@ExtendWith(LogWatch.class)
@Timeout(60)
class JdkClientTest {
    private final Server server = ClientServers.start(false, Origins.same());
    private final HttpClient http = HttpClient.newHttpClient();
    private final Inbox inbox = new Inbox();

    @AfterEach
    void close() {
        http.shutdownNow();
        server.close();
    }

    private WebSocket connect(String path) {
        return http.newWebSocketBuilder()
                .subprotocols("v0", "v1")
                .buildAsync(uri(path), inbox)
                .join();
    }

    private URI uri(String path) {
        return URI.create("ws://localhost:" + server.port() + path);
    }

    @Test
    @DisplayName("text, whole and in parts")
    void text() {
        WebSocket socket = connect("/echo");
        socket.sendText("Hello κόσμε 👩‍👩‍👧‍👦", true).join();
        assertThat(inbox.next()).isEqualTo("text Hello κόσμε 👩‍👩‍👧‍👦");
        socket.sendText("one ", false).join();
        socket.sendText("two ", false).join();
        socket.sendText("three", true).join();
        assertThat(inbox.next()).isEqualTo("text one two three");
    }

    @Test
    @DisplayName("binary of 1 MiB, in parts of 64 KiB")
    void binary() {
        WebSocket socket = connect("/echo");
        byte[] part = new byte[64 << 10];
        for (int i = 0; i < 16; i++) {
            socket.sendBinary(ByteBuffer.wrap(part), i == 15).join();
        }
        assertThat(inbox.next()).isEqualTo("binary " + (1 << 20));
    }

    @Test
    @DisplayName("ping and pong")
    void ping() {
        WebSocket socket = connect("/echo");
        socket.sendPing(ByteBuffer.wrap("are you there?".getBytes(StandardCharsets.UTF_8))).join();
        assertThat(inbox.next()).isEqualTo("pong are you there?");
        socket.sendPong(ByteBuffer.allocate(125)).join();
        socket.sendText("still", true).join();
        assertThat(inbox.next()).isEqualTo("text still");
    }

    @Test
    @DisplayName("closing, from either side, with code and reason")
    void closing() {
        connect("/echo").sendClose(4000, "because").join();
        assertThat(inbox.next()).startsWith("close 4000");
        connect("/bye");
        assertThat(inbox.next()).isEqualTo("close 4001 bye é");
    }

    @Test
    @DisplayName("subprotocols")
    void subprotocol() {
        assertThat(connect("/chat").getSubprotocol()).isEqualTo("v1");
        assertThat(connect("/echo").getSubprotocol()).isEmpty();
    }

    @Test
    @DisplayName("a path that is not there: 404")
    void notFound() {
        assertThatThrownBy(() -> connect("/nowhere"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(404));
    }

    /// What came, one line for each message.
    private static final class Inbox implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        String next() {
            try {
                return Optional.ofNullable(lines.poll(10, TimeUnit.SECONDS))
                        .orElseThrow(() -> new AssertionError("nothing came"));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                lines.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                lines.add("binary " + binary.size());
                binary.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            lines.add("pong " + StandardCharsets.UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            lines.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            lines.add("error " + error);
        }
    }
}
