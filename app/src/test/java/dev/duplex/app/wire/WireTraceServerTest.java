package dev.duplex.app.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.WebSocketOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The trace of a real server, over sockets.
@Timeout(30)
class WireTraceServerTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    @Test
    void tellsThePageWhatItsBrowserAndTheServerSaid() throws IOException, InterruptedException {
        WireTrace trace = new WireTrace();
        Endpoint echo = Endpoint.blocking(session -> session.forEach(session::send));
        try (Server server =
                        Server.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .webSocket(
                                        "/echo",
                                        echo,
                                        WebSocketOptions.DEFAULT.withOrigins(Origins.any()))
                                .http("/_dev/wire", trace.events())
                                .wireTap(trace)
                                .start();
                HttpClient http = HttpClient.newHttpClient()) {
            String authority = "127.0.0.1:" + server.port();
            HttpResponse<Stream<String>> page = open(http, authority);
            Iterator<String> events = page.body().filter(line -> !line.isEmpty()).iterator();
            assertThat(events.next()).contains("\"type\":\"hello\"");

            // A stranger's connection in between is not told.
            talk(authority, "duplex-wire=guessed");
            talk(authority, page.headers().firstValue("Set-Cookie").orElseThrow());

            assertThat(events.next()).contains("\"type\":\"open\"").contains(KEY);
            assertThat(events.next()).contains("\"type\":\"response\"").contains(ACCEPT);
            assertThat(events.next())
                    .contains("\"from\":\"client\"")
                    .contains("\"header\":\"818537fa213d\",\"payload\":\"f59NUVg=\"");
            assertThat(events.next())
                    .contains("\"from\":\"server\"")
                    .contains("\"header\":\"8105\",\"payload\":\"SGVsbG8=\"");
            assertThat(events.next())
                    .contains("\"from\":\"client\"")
                    .contains("\"header\":\"888200000000\"");
            assertThat(events.next())
                    .contains("\"from\":\"server\"")
                    .contains("\"header\":\"8802\",\"payload\":\"A+g=\"");
            assertThat(events.next()).contains("\"type\":\"closed\"");
            page.body().close();
        }
    }

    private static HttpResponse<Stream<String>> open(HttpClient http, String authority)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + authority + "/_dev/wire")).build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines());
    }

    /// What a browser does: a handshake, `Hello` out and back, Close 1000 and its echo, the end.
    private static void talk(String authority, String cookie) throws IOException {
        int port = URI.create("http://" + authority).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET /echo HTTP/1.1\r\nHost: "
                            + authority
                            + "\r\nOrigin: http://"
                            + authority
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                            + KEY
                            + "\r\nCookie: "
                            + cookie.split(";", 2)[0]
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).isNotNegative();
                head.append((char) next);
            }
            assertThat(head).startsWith("HTTP/1.1 101 ");
            socket.getOutputStream().write(HexFormat.of().parseHex("818537fa213d7f9f4d5158"));
            assertThat(in.readNBytes(7)).isEqualTo(HexFormat.of().parseHex("810548656c6c6f"));
            socket.getOutputStream().write(HexFormat.of().parseHex("88820000000003e8"));
            assertThat(in.readAllBytes()).isEqualTo(HexFormat.of().parseHex("880203e8"));
        }
    }
}
