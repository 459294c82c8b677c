package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.conformance.LogWatch;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.sockjs.client.RestTemplateXhrTransport;
import org.springframework.web.socket.sockjs.client.SockJsClient;
import org.springframework.web.socket.sockjs.client.Transport;
import org.springframework.web.socket.sockjs.client.WebSocketTransport;

/// Spring's `SockJsClient`, the SockJS client of Java programs, by each transport that it has; its
/// WebSocket is Tyrus.
@ExtendWith(LogWatch.class)
@Timeout(120)
class SpringSockJsTest {
    /// Its client by XHR asks once more after its end, and logs that there is no server any more.
    /// Held here, because the logging system itself holds loggers weakly.
    private static final Logger SPRING =
            Logger.getLogger("org.springframework.web.socket.sockjs.client");

    private final SockJsServer server = SockJsServer.start();
    private final Inbox inbox = new Inbox();

    enum By {
        WEBSOCKET,
        XHR_STREAMING,
        XHR;

        Transport transport() {
            if (this == WEBSOCKET) {
                WebSocketContainer container = ContainerProvider.getWebSocketContainer();
                container.setDefaultMaxTextMessageBufferSize(4 << 20);
                return new WebSocketTransport(new StandardWebSocketClient(container));
            }
            RestTemplateXhrTransport transport = new RestTemplateXhrTransport();
            transport.setXhrStreamingDisabled(this == XHR);
            return transport;
        }
    }

    @BeforeAll
    static void silence() {
        SPRING.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private WebSocketSession connect(By by, String path) throws Exception {
        SockJsClient client = new SockJsClient(List.of(by.transport()));
        return client.execute(inbox, server.url(path)).get(30, TimeUnit.SECONDS);
    }

    private void echoes(WebSocketSession session, String text) throws Exception {
        session.sendMessage(new TextMessage(text));
        // Not by isEqualTo, which would print megabytes.
        String came = inbox.next();
        assertThat(came.equals(text))
                .as("echo of %d characters, got %d", text.length(), came.length())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("text, unicode, what JSON escapes, a megabyte")
    void echoes(By by) throws Exception {
        WebSocketSession session = connect(by, "/echo");
        for (String text :
                List.of(
                        "Hello",
                        "κόσμε 👩‍👩‍👧‍👦 日本語 \uDBFF\uDFFF",
                        "\\\"/\b\f\n\r\t\0\u007f\u2028\u2029\ufeff 100% %41",
                        "x".repeat(1_000_000),
                        "µ".repeat(500_000))) {
            echoes(session, text);
        }
        session.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("two thousand messages keep their order, none is lost or comes twice")
    void keepsTheOrder(By by) throws Exception {
        WebSocketSession session = connect(by, "/count");
        session.sendMessage(new TextMessage("2000"));
        for (int i = 0; i < 2000; i++) {
            assertThat(inbox.next()).isEqualTo("number " + i);
        }
        assertThat(inbox.next()).isEqualTo("all");
        session.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("2^18 characters in one message")
    void amplified(By by) throws Exception {
        WebSocketSession session = connect(by, "/amplify");
        session.sendMessage(new TextMessage("18"));
        assertThat(inbox.next().length()).isEqualTo(1 << 18);
        session.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the server's close comes with its code and reason, after what was sent before")
    void closedByTheServer(By by) throws Exception {
        WebSocketSession session = connect(by, "/told");
        session.sendMessage(new TextMessage("close 4003 as you wish é"));
        assertThat(inbox.next()).isEqualTo("closing");
        assertThat(inbox.next()).isEqualTo("closed 4003 as you wish é");
        assertThat(session.isOpen()).isFalse();
    }

    /// By WebSocket only: by XHR this client waits, with its request open, for the server's next frame.
    @ParameterizedTest
    @EnumSource(names = "WEBSOCKET")
    @DisplayName("the client's close is the endpoint's onClose, with its code and reason")
    void closedByTheClient(By by) throws Exception {
        WebSocketSession session = connect(by, "/told");
        session.sendMessage(new TextMessage("name spring"));
        assertThat(inbox.next()).isEqualTo("named");
        session.close(new CloseStatus(3002, "leaving"));
        assertThat(server.told().ended("spring").get(10, TimeUnit.SECONDS))
                .isEqualTo(new CloseReason(3002, "leaving"));
    }

    /// What came, one line for each message.
    private static final class Inbox extends TextWebSocketHandler {
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String line = lines.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nothing came within 20 seconds");
            }
            return line;
        }

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) {
            lines.add(message.getPayload());
        }

        @Override
        public void handleTransportError(WebSocketSession session, Throwable error) {
            lines.add("error " + error);
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
            lines.add("closed " + status.getCode() + " " + status.getReason());
        }
    }
}
