package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.TransportKind;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a request gets that no handler should see.
class BadRequestTest {
    private static final String HOST = "Host: here\r\n";

    /// A name, the bytes, and the status that they get.
    private static Stream<Arguments> bad() {
        return Stream.of(
                // RFC 9112 §6.3: both fields "ought to be handled as an error".
                bad(
                        "length and transfer encoding",
                        "POST / HTTP/1.1\r\n"
                                + HOST
                                + "Content-Length: 4\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                bad("two lengths", post("Content-Length: 4\r\nContent-Length: 5"), 400),
                bad("a list of lengths", post("Content-Length: 4, 5"), 400),
                bad("a signed length", post("Content-Length: +4"), 400),
                bad("a negative length", post("Content-Length: -4"), 400),
                bad("a length with a fraction", post("Content-Length: 4.0"), 400),
                bad("a hexadecimal length", post("Content-Length: 0x4"), 400),
                bad("an endless length", post("Content-Length: 99999999999999999999"), 400),
                bad("an empty length", post("Content-Length: "), 400),
                // §6.1: a server that does not understand a transfer coding answers 501; one whose
                // final coding is not chunked cannot be framed and gets 400.
                bad("a coding before chunked", post("Transfer-Encoding: gzip, chunked"), 501),
                bad("a coding after chunked", post("Transfer-Encoding: chunked, gzip"), 400),
                bad("chunked twice", post("Transfer-Encoding: chunked, chunked"), 400),
                bad(
                        "two transfer encodings",
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
                        400),
                bad("an unknown transfer encoding", post("Transfer-Encoding: xchunked"), 400),
                bad(
                        "transfer encoding in 1.0",
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                // §5.1: "No whitespace is allowed between the field name and colon."
                bad("a space before the colon", post("Content-Length : 4"), 400),
                bad("a space before the coding's colon", post("Transfer-Encoding : chunked"), 400),
                bad("no colon", post("Content-Length 4"), 400),
                bad("a control character in a field", post("A: b\u0001c\u0000"), 400),
                bad(
                        "the keys of a WebSocket draft",
                        post("Sec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 1 2"),
                        400),
                // §3.2: "A server MUST respond with a 400 … to any HTTP/1.1 request message that
                // lacks a Host header field and to any … that contains more than one".
                bad("no host", "GET / HTTP/1.1\r\n\r\n", 400),
                bad("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
                bad("no request at all", "\u0016\u0003\u0001 hello\r\n\r\n", 400),
                bad("a version that is none", "GET / HTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("another version", "GET / HTTP/2.0\r\n" + HOST + "\r\n", 505),
                bad("a bad escape", "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("half an escape", "GET /% HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("an escape that is not UTF-8", "GET /%ff HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("a bad escape in the query", "GET /?a=%z HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("a byte that is not UTF-8", "GET /\u00ff HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("a control in the query", "GET /?a=\u0001 HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("DEL in the query", "GET /?a=\u007f HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("upwards", "GET /../a HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("upwards, escaped", "GET /a/%2e%2E/b HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("upwards in a segment", "GET /a/..%2fb HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("upwards with backslashes", "GET /a/..%5cb HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("NUL in the path", "GET /%00 HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("no host in the target", "GET http:/// HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("a port alone", "GET http://:80/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("a user in the target", "GET http://a@b/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad("a proxy's form", "CONNECT here:80 HTTP/1.1\r\n" + HOST + "\r\n", 400),
                bad(
                        "a long request line",
                        "GET /" + "a".repeat(1100) + " HTTP/1.1\r\n" + HOST + "\r\n",
                        414),
                bad("a long field", post("A: " + "a".repeat(1100)), 431),
                bad("many fields", post("A: b\r\n".repeat(300) + "A: b"), 431),
                bad(
                        "line and fields together",
                        "GET /"
                                + "a".repeat(600)
                                + " HTTP/1.1\r\n"
                                + HOST
                                + "A: "
                                + "a".repeat(600)
                                + "\r\n\r\n",
                        431));
    }

    private static String post(String fields) {
        return "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n\r\n";
    }

    private static Arguments bad(String name, String bytes, int status) {
        return Arguments.of(name, bytes, status);
    }

    /// The bytes behind the bad request look like a request: it must not be taken for one.
    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void badRequestsGetOneSentenceAndTheConnectionEnds(String name, String bytes, int status)
            throws Exception {
        AtomicInteger handled = new AtomicInteger();
        try (Server server =
                        Transports.server(
                                        TransportKind.NIO,
                                        Limits.builder().headerBytes(1024).build())
                                .http("/*", count(handled))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send(bytes + "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n");
            RawClient.Response response = client.response();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).endsWith(".\n").hasLineCount(1);
            assertThat(response.fields())
                    .containsEntry("connection", "close")
                    .containsEntry("content-type", "text/plain; charset=utf-8");
            assertThat(client.ended()).as("nothing follows").isTrue();
            assertThat(handled).hasValue(0);
        }
    }

    private static dev.duplex.http.HttpHandler count(AtomicInteger handled) {
        return exchange -> {
            handled.incrementAndGet();
            exchange.respond(new byte[0]);
        };
    }

    private static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("no size", "\r\nabc\r\n"),
                Arguments.of("a size that is none", "xyz\r\nabc\r\n"),
                Arguments.of("a negative size", "-1\r\nabc\r\n"),
                Arguments.of("a size too large", "fffffffffffffffff\r\nabc\r\n"),
                Arguments.of("a chunk longer than its size", "2\r\nabc\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void badChunksEndTheRequest(String name, String chunks) throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        try (Server server =
                        Transports.server(TransportKind.NIO)
                                .http(
                                        "/",
                                        exchange ->
                                                exchange.body(
                                                        100, _ -> delivered.incrementAndGet()))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send(
                    "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
            assertThat(client.response().status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
            assertThat(delivered).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void anEndlessHeaderIsCutAndOthersAreServed(TransportKind kind) throws Exception {
        try (Server server =
                        Transports.server(kind)
                                .http("/", exchange -> exchange.respond(new byte[0]))
                                .start();
                RawClient endless = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port())) {
            endless.send("GET / HTTP/1.1\r\nA: " + "a".repeat(100_000));
            other.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(other.response().status()).isEqualTo(200);
            assertThat(endless.response().status()).isEqualTo(431);
            assertThat(endless.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aPathWithoutARouteGets404(TransportKind kind) throws Exception {
        try (Server server = Transports.server(kind).http("/secret", _ -> {}).start();
                RawClient client = RawClient.connect(server.port())) {
            for (String path : new String[] {"/", "/other", "/secret/below", "//secret"}) {
                client.send("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
                RawClient.Response response = client.response();
                assertThat(response.status()).as(path).isEqualTo(404);
                assertThat(response.body()).doesNotContain("secret");
            }
            client.send("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.response().status()).isEqualTo(404);
        }
    }
}
