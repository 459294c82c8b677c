package dev.duplex.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Certificate;
import dev.duplex.app.DuplexProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program from outside: a process, sockets, signals.
@Timeout(120)
class DuplexProcessTest {
    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static URI webSocket(URI address, String path) {
        return URI.create("ws://" + address.getAuthority() + path);
    }

    /// A WebSocket of the JDK that keeps what came.
    private static final class Peer implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        WebSocket open(HttpClient http, URI uri) throws Exception {
            return http.newWebSocketBuilder().buildAsync(uri, this).get(30, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedStage(null);
        }

        String next() throws InterruptedException {
            return String.valueOf(texts.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void developmentSaysWhereItIsAndEchoes() throws Exception {
        try (var duplex = DuplexProcess.start(folder, "serve", "--dev", "--port", "0")) {
            String line = duplex.announcement();
            assertThat(line)
                    .matches(
                            "Duplex is at http://127\\.0\\.0\\.1:\\d+/"
                                    + " \\(development mode: loopback only\\)");
            URI address = URI.create(line.replaceFirst("^Duplex is at (\\S+) .*$", "$1"));
            Peer peer = new Peer();
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .header("Origin", "https://elsewhere.example")
                            .buildAsync(webSocket(address, "/echo"), peer)
                            .get(30, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(30, TimeUnit.SECONDS);
            assertThat(peer.next()).isEqualTo("hello");
            assertThat(get(address.resolve("/")).body()).contains("<!doctype html>");
            socket.abort();
        }
    }

    /// The line that the development mode prints is run as it is, in a shell.
    @Test
    void developmentSaysHowToPublish() throws Exception {
        try (var duplex = DuplexProcess.start(folder, "serve", "--dev", "--port", "0")) {
            assertThat(duplex.announcement()).startsWith("Duplex is at ");
            assertThat(duplex.announcement())
                    .isEqualTo(
                            "Channels are kept in " + folder.toRealPath().resolve("duplex-data"));
            assertThat(duplex.announcement())
                    .isEqualTo("To publish, with an API key that is good until it ends:");
            String command = duplex.announcement();
            assertThat(command).startsWith("  curl -H 'X-API-Key: ");
            Process shell =
                    new ProcessBuilder("sh", "-c", command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (BufferedReader answer = shell.inputReader()) {
                assertThat(answer.readLine())
                        .matches("\\{\"result\":\\{\"offset\":1,\"epoch\":\"\\w+\"}}");
            }
            assertThat(shell.waitFor()).isZero();
        }
    }

    /// The commands that are for a running server, with a file that all of them read.
    @Test
    void aTokenAndAPublicationByTheSameFileAsTheServer() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("duplex.yaml"),
                        """
                        host: 127.0.0.1
                        tokens: {hmac-secret: 0123456789abcdef0123456789abcdef}
                        api: {keys: [key-of-the-tests]}
                        namespaces:
                          news: {history-size: 1, allow: {subscribe: users}}
                        """);
        String config = "--config=" + file;
        try (var duplex = DuplexProcess.start(folder, "serve", config, "--port=0")) {
            URI address = duplex.address();
            String token;
            try (var command = DuplexProcess.start(folder, "token", config, "--user=42")) {
                token = command.announcement();
                assertThat(command.exitCode()).isZero();
                assertThat(command.err()).isEmpty();
            }
            Peer peer = new Peer();
            WebSocket socket = peer.open(http, webSocket(address, "/connection/websocket"));
            socket.sendText("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}", true)
                    .get(30, TimeUnit.SECONDS);
            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{\"client\":");
            socket.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"news:a\"}}", true)
                    .get(30, TimeUnit.SECONDS);
            assertThat(peer.next()).startsWith("{\"id\":2,\"subscribe\":{");
            try (var command =
                    DuplexProcess.start(
                            folder, "publish", config, "--url=" + address, "news:a", "{\"n\":1}")) {
                assertThat(command.announcement()).matches("offset 1, epoch \\w+");
                assertThat(command.exitCode()).isZero();
            }
            assertThat(peer.next()).contains("\"data\":{\"n\":1}");
            socket.abort();
        }
    }

    /// A foreign name that was made to point to this machine (DNS rebinding).
    @Test
    void developmentAnswersToNamesOfThisMachineOnly() throws Exception {
        try (var duplex = DuplexProcess.start(folder, "serve", "--dev", "--port", "0")) {
            URI address = duplex.address();
            for (String path : List.of("/", "/_dev/wire", "/metrics", "/health", "/echo/info")) {
                assertThat(statusLine(address, path, "rebound.example:" + address.getPort()))
                        .startsWith("HTTP/1.1 421 ");
                assertThat(statusLine(address, path, "localhost:" + address.getPort()))
                        .startsWith("HTTP/1.1 200 ");
            }
            for (String path :
                    List.of(
                            "/connection/websocket",
                            "/connection/sockjs/info",
                            "/connection/http_stream",
                            "/connection/sse",
                            "/emulation",
                            "/channel/chat:lobby",
                            "/events/chat:lobby",
                            "/_dev/feed/p/poll",
                            "/api/info",
                            "/nothing")) {
                assertThat(statusLine(address, path, "rebound.example:" + address.getPort()))
                        .as(path)
                        .startsWith("HTTP/1.1 421 ");
                assertThat(statusLine(address, path, "127.0.0.1:" + address.getPort()))
                        .as(path)
                        .doesNotStartWith("HTTP/1.1 421 ");
            }
        }
    }

    @Test
    void answersToNamesThatAreAllowed() throws Exception {
        try (var duplex =
                DuplexProcess.start(
                        folder, "serve", "--dev", "--port", "0", "--allow-host", "box.example")) {
            URI address = duplex.address();
            assertThat(statusLine(address, "/", "box.example:8443")).startsWith("HTTP/1.1 200 ");
            assertThat(statusLine(address, "/", "localhost")).startsWith("HTTP/1.1 200 ");
            assertThat(statusLine(address, "/", "rebound.example")).startsWith("HTTP/1.1 421 ");
        }
    }

    private static String statusLine(URI address, String path, String host) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        }
    }

    @Test
    void withoutBeingAskedItServesItsHealthOnly() throws Exception {
        try (var duplex =
                DuplexProcess.start(folder, "serve", "--port", "0", "--host", "127.0.0.1")) {
            URI address = duplex.address();
            HttpResponse<String> health = get(address.resolve("/health"));
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).isEqualTo("ok\n");
            assertThat(get(address.resolve("/ready")).body()).isEqualTo("ready\n");
            for (String path : new String[] {"/", "/echo", "/ws/echo", "/_dev/wire"}) {
                assertThat(get(address.resolve(path)).statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void testServicesEchoAndBroadcastToTheirOwnOrigin() throws Exception {
        try (var duplex =
                DuplexProcess.start(folder, "serve", "--dev", "--port", "0", "--test-services")) {
            URI address = duplex.address();
            Peer one = new Peer();
            Peer two = new Peer();
            WebSocket first = one.open(http, webSocket(address, "/ws/broadcast"));
            WebSocket second = two.open(http, webSocket(address, "/ws/broadcast"));
            first.sendText("a", true).get(30, TimeUnit.SECONDS);
            assertThat(one.next()).isEqualTo("a");
            second.sendText("b", true).get(30, TimeUnit.SECONDS);
            assertThat(two.next()).isIn("a", "b");
            assertThat(one.next()).isEqualTo("b");
            assertThat(
                            http.newWebSocketBuilder()
                                    .header("Origin", "https://elsewhere.example")
                                    .buildAsync(webSocket(address, "/ws/echo"), new Peer()))
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .satisfies(failure ->
                            assertThat(failure)
                                    .isInstanceOfSatisfying(
                                            java.net.http.WebSocketHandshakeException.class,
                                            refused ->
                                                    assertThat(refused.getResponse().statusCode())
                                                            .isEqualTo(403)));
        }
    }

    @Test
    void endsGracefullyWhenTold() throws Exception {
        try (var duplex = DuplexProcess.start(folder, "serve", "--dev", "--port", "0")) {
            URI address = duplex.address();
            Peer peer = new Peer();
            WebSocket socket = peer.open(http, webSocket(address, "/echo"));
            socket.sendText("here", true).get(30, TimeUnit.SECONDS);
            assertThat(peer.next()).isEqualTo("here");
            duplex.terminate();
            assertThat(peer.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(duplex.exitCode()).isZero();
            assertThat(duplex.err().lines().map(line -> line.replaceFirst("^\\S+ ", "")))
                    .containsExactly(
                            "INFO  Serving: Stopping: open connections (1) have 10s to close",
                            "INFO  Serving: Stopped");
        }
    }

    @Test
    void logsJsonIfTold() throws Exception {
        try (var duplex =
                DuplexProcess.start(folder, "serve", "--dev", "--port=0", "--log-format=json")) {
            duplex.announcement();
            duplex.terminate();
            assertThat(duplex.exitCode()).isZero();
            assertThat(duplex.err().lines())
                    .hasSize(2)
                    .allMatch(line ->
                            line.startsWith("{\"timestamp\":\"20")
                                    && line.contains(
                                            "\"level\":\"INFO\",\"logger\":\"dev.duplex.app.Serving\""))
                    .last()
                    .asString()
                    .endsWith(",\"message\":\"Stopped\"}");
        }
    }

    @Test
    void aTakenPortIsOneSentence() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var duplex =
                        DuplexProcess.start(
                                folder, "serve", "--dev", "--port", "" + taken.getLocalPort())) {
            assertThat(duplex.exitCode()).isEqualTo(1);
            assertThat(duplex.err().lines())
                    .containsExactly(
                            "duplex: port "
                                    + taken.getLocalPort()
                                    + " is taken: another program listens there; choose another with"
                                    + " --port");
        }
    }

    @Test
    void aCertificateThatIsNoneIsOneSentence() throws Exception {
        Path cert = Files.writeString(folder.resolve("cert.pem"), "nonsense");
        Path key = Files.writeString(folder.resolve("key.pem"), "nonsense");
        try (var duplex = tls(cert, key)) {
            assertThat(duplex.exitCode()).isEqualTo(1);
            assertThat(duplex.err().lines()).hasSize(1);
            assertThat(duplex.err()).startsWith("duplex: ").contains(cert.toString());
        }
    }

    private DuplexProcess tls(Path cert, Path key) throws IOException {
        return DuplexProcess.start(
                folder,
                "serve",
                "--dev",
                "--port=0",
                "--tls-cert=" + cert,
                "--tls-key=" + key,
                "--tls-reload-interval=20ms");
    }

    @Test
    void takesANewCertificateWithoutARestart() throws Exception {
        Certificate first = Certificate.named("first.example", folder);
        Certificate second = Certificate.named("second.example", folder);
        Path cert = Files.copy(first.chain(), folder.resolve("cert.pem"));
        Path key = Files.copy(first.key(), folder.resolve("key.pem"));
        try (var duplex = tls(cert, key)) {
            URI address = duplex.address();
            assertThat(address.getScheme()).isEqualTo("https");
            assertThat(Certificate.served(address)).isEqualTo("CN=first.example");
            Files.move(
                    Files.copy(second.chain(), folder.resolve("cert.new")),
                    cert,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    Files.copy(second.key(), folder.resolve("key.new")),
                    key,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            // Each look is a whole handshake; the test's own deadline ends it.
            String served = Certificate.served(address);
            while (!served.equals("CN=second.example")) {
                assertThat(served).isEqualTo("CN=first.example");
                served = Certificate.served(address);
            }
        }
    }
}
