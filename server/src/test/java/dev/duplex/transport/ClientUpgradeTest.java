package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Client;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.TransportKind;
import dev.duplex.channels.Offer;
import dev.duplex.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client's opening handshake with servers of all kinds.
class ClientUpgradeTest {
    private static final Endpoint NOTHING = new Endpoint() {};

    /// Longer than any test may take: what fails has not waited for it.
    private final Client client =
            Client.builder()
                    .connectTimeout(Duration.ofMinutes(5))
                    .transport(TransportKind.NIO)
                    .build();

    private ServerSocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        client.close();
    }

    private CompletableFuture<Session> connect(int port, String pathAndQuery) {
        return client.connect(URI.create("ws://127.0.0.1:" + port + pathAndQuery), NOTHING);
    }

    private CompletableFuture<Session> connect(String pathAndQuery) {
        return connect(socket.getLocalPort(), pathAndQuery);
    }

    private static Session opened(CompletableFuture<Session> session) throws Exception {
        return session.get(20, TimeUnit.SECONDS);
    }

    /// A server on bare sockets, which has read a handshake.
    private record Peer(RawClient bytes, String requestLine, String key) implements AutoCloseable {
        static Peer accept(ServerSocket socket) throws IOException {
            Socket accepted = socket.accept();
            RawClient bytes = new RawClient(accepted);
            RawClient.Response head = bytes.head();
            return new Peer(
                    bytes, head.statusLine(), head.fields().getOrDefault("sec-websocket-key", ""));
        }

        void send(String text) throws IOException {
            bytes.send(text);
        }

        void switchProtocols() throws Exception {
            byte[] accept =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(US_ASCII));
            send(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: "
                            + Base64.getEncoder().encodeToString(accept)
                            + "\r\n\r\n");
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    @Test
    void lettersOfAnAddressReachTheServerAsABrowsersDo() throws Exception {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        Endpoint endpoint =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        asked.complete(session.request());
                    }
                };
        try (Server server =
                Transports.server(TransportKind.NIO).webSocket("/{room}", endpoint).start()) {
            Session session = opened(connect(server.port(), "/grüße-日本?wer=jörg"));

            Request request = asked.get(20, TimeUnit.SECONDS);
            assertThat(request.pathParameters()).containsEntry("room", "grüße-日本");
            assertThat(request.query("wer")).contains("jörg");
            assertThat(request.target())
                    .isEqualTo("/gr%C3%BC%C3%9Fe-%E6%97%A5%E6%9C%AC?wer=j%C3%B6rg");
            assertThat(session.request().path()).isEqualTo("/grüße-日本");
        }
    }

    /// What this project's server would refuse may well be an address of another.
    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/a/./b?c", "/%ff", "/a%00", "/?a=%ff", "//x//", "/..%2f"})
    void whatAnotherServerTakesIsAskedFor(String target) throws Exception {
        CompletableFuture<Session> session = connect(target);
        try (Peer peer = Peer.accept(socket)) {
            assertThat(peer.requestLine()).isEqualTo("GET " + target + " HTTP/1.1");
            peer.switchProtocols();

            Request request = opened(session).request();
            assertThat(request.target()).isEqualTo(target);
            assertThat(request.path()).startsWith("/");
            assertThat(request.query("none")).isEmpty();
        }
    }

    /// The peer keeps the connection, and says no more.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 403 Forbidden\r\n\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 1000000\r\n\r\nNo",
                "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nNo\r\n"
            })
    void aRefusalIsToldThoughItsBodyDoesNotEnd(String answer) throws Exception {
        CompletableFuture<Session> session = connect("/");
        try (Peer peer = Peer.accept(socket)) {
            peer.send(answer);

            assertThatThrownBy(() -> opened(session))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("The server answered with status 403, not 101.");
            assertThat(peer.bytes().ended()).isTrue();
        }
    }

    /// RFC 9110 §15.2: "A client MUST be able to parse one or more 1xx responses received prior to a final response".
    @Test
    void whatComesBeforeTheAnswerIsPassedOver() throws Exception {
        CompletableFuture<Session> session = connect("/");
        try (Peer peer = Peer.accept(socket)) {
            peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
            peer.send("HTTP/1.1 100 Continue\r\n\r\n");
            peer.switchProtocols();

            assertThat(opened(session).isOpen()).isTrue();
        }
    }

    /// RFC 6455 §4.1: "If the response lacks a |Sec-WebSocket-Accept| header field … the client MUST _Fail the WebSocket Connection_".
    @Test
    void anAnswerWithoutAcceptIsRefusedAtOnce() throws Exception {
        CompletableFuture<Session> session = connect("/");
        try (Peer peer = Peer.accept(socket)) {
            peer.send(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

            assertThatThrownBy(() -> opened(session))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("Sec-WebSocket-Accept");
            assertThat(peer.bytes().ended()).isTrue();
        }
    }

    /// Sends back what it gets.
    private static final class Echoing implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            session.send(message);
        }
    }

    private static void sendFour(Session session) {
        for (int i = 0; i < 4; i++) {
            assertThat(session.send(new byte[40_000])).isEqualTo(Offer.ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSentAsItOpensArrives(boolean byTheEndpoint) throws Exception {
        CountDownLatch echoes = new CountDownLatch(4);
        Endpoint endpoint =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        if (byTheEndpoint) {
                            sendFour(session);
                        }
                    }

                    @Override
                    public void onMessage(Session session, Message message) {
                        echoes.countDown();
                    }
                };
        try (Server server =
                Transports.server(TransportKind.NIO).webSocket("/", new Echoing()).start()) {
            CompletableFuture<Session> session =
                    client.connect(URI.create("ws://127.0.0.1:" + server.port()), endpoint);
            if (!byTheEndpoint) {
                session = session.whenComplete((opened, _) -> sendFour(opened));
            }
            assertThat(opened(session).isOpen()).isTrue();
            assertThat(echoes.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoGivesItUpLeavesNoConnectionBehind() throws Exception {
        CompletableFuture<Session> session = connect("/");
        try (Peer peer = Peer.accept(socket)) {
            session.cancel(false);

            assertThat(peer.bytes().ended()).isTrue();
        }
    }

    @Test
    void whoGivesItUpAsItOpensLeavesNoSessionBehind() throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Endpoint serving =
                new Endpoint() {
                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        closed.complete(reason);
                    }
                };
        CompletableFuture<CompletableFuture<Session>> connecting = new CompletableFuture<>();
        Endpoint cancels =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        connecting.join().cancel(false);
                    }
                };
        try (Server server = Transports.server(TransportKind.NIO).webSocket("/", serving).start()) {
            connecting.complete(
                    client.connect(URI.create("ws://127.0.0.1:" + server.port()), cancels));
            assertThat(closed.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatCameBeforeTheServersEndIsGivenToWhoReadsLater(TransportKind kind) throws Exception {
        List<String> messages = new CopyOnWriteArrayList<>();
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Endpoint endpoint =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        messages.add(message.string());
                        if (messages.size() == 1) {
                            session.suspendReading();
                        }
                    }

                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        closed.complete(reason);
                    }
                };
        try (Client other =
                Client.builder()
                        .connectTimeout(Duration.ofMinutes(5))
                        .transport(kind)
                        .eventLoops(1)
                        .build()) {
            URI uri = URI.create("ws://127.0.0.1:" + socket.getLocalPort());
            CompletableFuture<Session> session = other.connect(uri, endpoint);
            try (Peer peer = Peer.accept(socket)) {
                peer.switchProtocols();
                peer.bytes().send(new byte[] {(byte) 0x81, 1, 'a'});
                Transports.eventually("the first message is there", () -> messages.size() == 1);
                peer.bytes()
                        .send(new byte[] {(byte) 0x81, 1, 'b', (byte) 0x88, 2, 0x03, (byte) 0xe8});
            }
            // Its one event loop has these behind that.
            for (int i = 0; i < 2; i++) {
                CompletableFuture<Session> next = other.connect(uri, NOTHING);
                try (Peer peer = Peer.accept(socket)) {
                    peer.switchProtocols();
                    assertThat(opened(next)).isNotNull();
                }
            }
            assertThat(messages).containsExactly("a");
            opened(session).resumeReading();
            assertThat(closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1000);
            assertThat(messages).containsExactly("a", "b");
        }
    }

    @Test
    void anAnswerThatIsNotHttpIsToldAsThat() throws Exception {
        CompletableFuture<Session> session = connect("/");
        try (Peer peer = Peer.accept(socket)) {
            peer.send(new String("220 mail ready\r\n".getBytes(US_ASCII), ISO_8859_1));

            assertThatThrownBy(() -> opened(session))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("is not HTTP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "größe", "chat"})
    void aWrongSubprotocolIsToldAsThat(String name) {
        try (Client wrong = Client.builder().subprotocols("chat", name).build()) {
            URI uri = URI.create("ws://127.0.0.1:" + socket.getLocalPort());
            assertThatThrownBy(() -> wrong.connect(uri, NOTHING))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("subprotocols must be tokens, each once");
        }
    }

    @Test
    void aClosedClientConnectsNoMore() {
        client.close();
        assertThatThrownBy(() -> opened(connect("/")))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }
}
