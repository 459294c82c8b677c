package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.TransportKind;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.SAME_THREAD)
class HttpTest {
    private static final String GET = "GET %s HTTP/1.1\r\nHost: here\r\n\r\n";

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void hello(HttpExchange exchange) {
        exchange.header("Content-Type", "text/plain").respond(bytes("hello"));
    }

    private static void echo(HttpExchange exchange) {
        exchange.body(1000, exchange::respond);
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void theJdksClientGetsWhatAHandlerSends(TransportKind kind) throws Exception {
        try (Server server =
                        Transports.server(kind)
                                .http("/hello/{name}", HttpTest::parameters)
                                .http("/echo", HttpTest::echo)
                                .start();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(server.transport()).isEqualTo(kind);
            URI base = URI.create("http://127.0.0.1:" + server.port());
            HttpResponse<String> got =
                    client.send(
                            HttpRequest.newBuilder(base.resolve("/hello/a%2Fb?q=1&q=x+y%21"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).isEqualTo("GET /hello/a/b {name=a/b} [1, x y!] false");
            HttpResponse<String> posted =
                    client.send(
                            HttpRequest.newBuilder(base.resolve("/echo"))
                                    .POST(BodyPublishers.ofString("what I said"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(posted.body()).isEqualTo("what I said");
        }
    }

    private static void parameters(HttpExchange exchange) {
        var request = exchange.request();
        exchange.respond(
                bytes(
                        "%s %s %s %s %s"
                                .formatted(
                                        request.method(),
                                        request.path(),
                                        request.pathParameters(),
                                        request.queryAll("q"),
                                        request.secure())));
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aConnectionServesManyRequests(TransportKind kind) throws Exception {
        try (Server server = Transports.server(kind).http("/", HttpTest::hello).start();
                RawClient client = RawClient.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                RawClient.Response response = client.send(GET.formatted("/")).response();
                assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(response.body()).isEqualTo("hello");
                assertThat(response.fields())
                        .containsOnlyKeys("content-type", "content-length", "date");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /// RFC 9110 §6.6.1: "An origin server with a clock MUST generate a Date header field in all 2xx (Successful), 3xx (Redirection), and 4xx (Client Error)
    /// responses".
    @Test
    void everyAnswerSaysWhenItWasMade() throws Exception {
        Limits limits = Limits.builder().connectionsPerAddress(1).build();
        try (Server server =
                        Transports.server(TransportKind.NIO, limits)
                                .http("/", HttpTest::hello)
                                .http("/streamed", HttpTest::streamed)
                                .http("/own", x -> x.header("Date", "its own").end())
                                .webSocket("/ws", new Endpoint() {})
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            for (String path : new String[] {"/", "/streamed", "/nothing", "/ws"}) {
                assertIsNow(path, client.send(GET.formatted(path)).response());
            }
            assertThat(client.send(GET.formatted("/own")).response().fields())
                    .containsEntry("date", "its own");
            try (RawClient second = RawClient.connect(server.port())) {
                RawClient.Response refused = second.send(GET.formatted("/")).response();
                assertThat(refused.status()).isEqualTo(429);
                assertIsNow("a connection too many", refused);
            }
            assertIsNow("no request", client.send("GET\r\n\r\n").response());
        }
    }

    private static void streamed(HttpExchange exchange) {
        var _ = exchange.write(ByteBuffer.wrap(bytes("hello")));
        exchange.end();
    }

    private static void assertIsNow(String what, RawClient.Response response) {
        Instant said =
                DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                        response.fields().getOrDefault("date", "none"), Instant::from);
        assertThat(said).as(what).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    /// RFC 9112 §9.3.2: the server "MUST send the corresponding responses in the same order that
    /// the requests were received".
    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void pipelinedRequestsAreAnsweredInOrderOneAtATime(TransportKind kind) throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        try (Server server = Transports.server(kind).http("/{n}", begun::add).start();
                RawClient client = RawClient.connect(server.port())) {
            client.send(GET.formatted("/1") + GET.formatted("/2") + GET.formatted("/3"));
            for (int i = 1; i <= 3; i++) {
                HttpExchange exchange = begun.poll(30, TimeUnit.SECONDS);
                assertThat(exchange).isNotNull();
                // A task behind whatever the loop has in hand: the next request has not been begun.
                CountDownLatch loopIsIdle = new CountDownLatch(1);
                exchange.lane().execute(loopIsIdle::countDown);
                assertThat(loopIsIdle.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(begun).isEmpty();
                exchange.respond(bytes(exchange.request().path()));
                assertThat(client.response().body()).isEqualTo("/" + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void manyPipelinedRequestsWithBodiesKeepTheirOrder(TransportKind kind) throws Exception {
        try (Server server = Transports.server(kind).http("/", HttpTest::echo).start();
                RawClient client = RawClient.connect(server.port())) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 2000; i++) {
                                    sendQuietly(client, i);
                                }
                            });
            for (int i = 0; i < 2000; i++) {
                assertThat(client.response().body()).isEqualTo("body " + i);
            }
            sender.join();
        }
    }

    private static void sendQuietly(RawClient client, int i) {
        String body = "body " + i;
        String framed =
                i % 2 == 0
                        ? "Content-Length: " + body.length() + "\r\n\r\n" + body
                        : "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length())
                                + "\r\n"
                                + body
                                + "\r\n0\r\n\r\n";
        try {
            client.send("POST / HTTP/1.1\r\nHost: here\r\n" + framed);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void streamsAreChunkedIn11AndEndWithTheConnectionIn10(TransportKind kind) throws Exception {
        try (Server server =
                Transports.server(kind)
                        .http(
                                "/",
                                exchange -> {
                                    exchange.write(ByteBuffer.wrap(bytes("one ")));
                                    exchange.write(ByteBuffer.wrap(bytes("two")));
                                    exchange.end();
                                })
                        .start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                RawClient.Response response = client.send(GET.formatted("/")).response();
                assertThat(response.fields()).containsEntry("transfer-encoding", "chunked");
                assertThat(response.body()).isEqualTo("one two");
            }
            try (RawClient client = RawClient.connect(server.port())) {
                RawClient.Response response = client.send("GET / HTTP/1.0\r\n\r\n").response();
                assertThat(response.fields())
                        .doesNotContainKeys("transfer-encoding", "content-length")
                        .containsEntry("connection", "close");
                assertThat(response.body()).isEqualTo("one two");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void http10EndsAfterOneRequest(TransportKind kind) throws Exception {
        try (Server server = Transports.server(kind).http("/", HttpTest::hello).start();
                RawClient client = RawClient.connect(server.port())) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("hello");
            assertThat(client.ended()).isTrue();
        }
    }

    /// RFC 9110 §9.3.2: "the server MUST NOT send content in the response" to a HEAD; RFC 9112
    /// §6.3: 204 and 304 end with the head.
    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void someResponsesHaveNoBody(TransportKind kind) throws Exception {
        try (Server server =
                        Transports.server(kind)
                                .http("/whole", HttpTest::hello)
                                .http(
                                        "/streamed",
                                        exchange -> {
                                            exchange.write(ByteBuffer.wrap(bytes("streamed")));
                                            exchange.end();
                                        })
                                .http(
                                        "/{status}",
                                        exchange ->
                                                exchange.status(
                                                                Integer.parseInt(
                                                                        exchange.request()
                                                                                .pathParameters()
                                                                                .get("status")))
                                                        .respond(bytes("dropped")))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send("HEAD /whole HTTP/1.1\r\nHost: here\r\n\r\n");
            assertThat(client.head().fields()).containsEntry("content-length", "5");
            client.send("HEAD /streamed HTTP/1.1\r\nHost: here\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            client.send(GET.formatted("/204"));
            assertThat(client.head().fields()).doesNotContainKey("content-length");
            client.send(GET.formatted("/304"));
            assertThat(client.head().status()).isEqualTo(304);
            // Had any of them sent a body, it would stand before this response.
            assertThat(client.send(GET.formatted("/whole")).response().body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void theClientIsToldToContinueOnlyWhenTheBodyIsWanted(TransportKind kind) throws Exception {
        String head =
                "POST %s HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
        try (Server server =
                Transports.server(kind)
                        .http("/echo", HttpTest::echo)
                        .http("/no", HttpTest::hello)
                        .start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                assertThat(client.send(head.formatted("/echo")).head().status()).isEqualTo(100);
                assertThat(client.send("body").response().body()).isEqualTo("body");
                assertThat(client.send(GET.formatted("/no")).response().status()).isEqualTo(200);
            }
            try (RawClient client = RawClient.connect(server.port())) {
                RawClient.Response refused = client.send(head.formatted("/no")).response();
                assertThat(refused.status()).isEqualTo(200);
                assertThat(refused.fields()).containsEntry("connection", "close");
                assertThat(client.ended()).isTrue();
            }
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("GET /no HTTP/1.1\r\nHost: here\r\nExpect: the-unexpected\r\n\r\n");
                assertThat(client.response().status()).isEqualTo(417);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aBodyOverTheLimitGets413(TransportKind kind) throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        try (Server server =
                Transports.server(kind)
                        .http("/", exchange -> exchange.body(10, _ -> delivered.incrementAndGet()))
                        .start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 11\r\n\r\n");
                assertThat(client.response().status()).isEqualTo(413);
                assertThat(client.ended()).isTrue();
            }
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
                client.send("8\r\n12345678\r\n8\r\n12345678\r\n");
                assertThat(client.response().status()).isEqualTo(413);
                assertThat(client.ended()).isTrue();
            }
            assertThat(delivered).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aSuspendedBodyIsNotReadFromThePeer(TransportKind kind) throws Exception {
        BlockingQueue<HttpExchange> suspended = new LinkedBlockingQueue<>();
        AtomicInteger size = new AtomicInteger();
        int total = 64 << 20;
        try (Server server =
                        Transports.server(kind)
                                .http("/", exchange -> suspendFirst(exchange, size, suspended))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: " + total + "\r\n\r\n");
            AtomicInteger sent = new AtomicInteger();
            CountDownLatch stuck = new CountDownLatch(1);
            Thread sender = Thread.ofPlatform().start(() -> sendBody(client, total, sent, stuck));
            HttpExchange exchange = suspended.poll(30, TimeUnit.SECONDS);
            assertThat(exchange).isNotNull();
            int atSuspension = size.get();
            assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(size).hasValue(atSuspension);
            exchange.resume();
            assertThat(client.response().body()).isEqualTo("" + total);
            sender.join();
        }
    }

    private static void suspendFirst(
            HttpExchange exchange, AtomicInteger size, BlockingQueue<HttpExchange> suspended) {
        exchange.body(
                piece -> {
                    if (size.getAndAdd(piece.remaining()) == 0) {
                        exchange.suspend();
                        suspended.add(exchange);
                    }
                },
                () -> exchange.respond(bytes("" + size)));
    }

    /// Counts `stuck` down when the first megabyte is on its way: more than was read, less than is
    /// coming.
    private static void sendBody(
            RawClient client, int total, AtomicInteger sent, CountDownLatch stuck) {
        byte[] piece = new byte[1 << 16];
        try {
            while (sent.get() < total) {
                client.send(piece);
                if (sent.addAndGet(piece.length) >= 1 << 18) {
                    stuck.countDown();
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void anUnreadBodyIsDrainedIfItIsSmall(TransportKind kind) throws Exception {
        try (Server server = Transports.server(kind).http("/", HttpTest::hello).start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                for (int i = 0; i < 2; i++) {
                    client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\n");
                    assertThat(client.response().body()).isEqualTo("hello");
                    client.send(new byte[5000]);
                }
                assertThat(client.send(GET.formatted("/")).response().body()).isEqualTo("hello");
            }
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 500000\r\n\r\n");
                try {
                    client.send(new byte[500_000]);
                } catch (SocketException _) {
                    // For so long as a machine may stand still that is not waited for.
                }
                assertThat(client.response().fields()).containsEntry("connection", "close");
                assertThat(client.ended()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void writingFasterThanThePeerReadsIsRefused(TransportKind kind) throws Exception {
        byte[] piece = new byte[64 * 1024];
        AtomicInteger accepted = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(1);
        int pieces = 400;
        try (Server server =
                        Transports.server(kind)
                                .http(
                                        "/",
                                        exchange -> fill(exchange, piece, pieces, accepted, full))
                                .start();
                RawClient client = RawClient.connect(server.port(), 16 * 1024)) {
            client.send(GET.formatted("/"));
            assertThat(full.await(30, TimeUnit.SECONDS)).isTrue();
            // What is not in the queue is in the kernel's buffers; not all of it can be.
            assertThat(accepted.get()).isLessThan(pieces);
            assertThat(client.response().body()).hasSize(pieces * piece.length);
        }
    }

    private static void fill(
            HttpExchange exchange,
            byte[] piece,
            int pieces,
            AtomicInteger accepted,
            CountDownLatch full) {
        Runnable more =
                () -> {
                    while (accepted.get() < pieces) {
                        if (exchange.write(ByteBuffer.wrap(piece)) != Offer.ACCEPTED) {
                            full.countDown();
                            return;
                        }
                        accepted.incrementAndGet();
                    }
                    exchange.end();
                };
        exchange.onDrained(more);
        more.run();
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void writesFromAnotherThreadAreRefusedToo(TransportKind kind) throws Exception {
        byte[] piece = new byte[64 * 1024];
        BlockingQueue<HttpExchange> exchanges = new LinkedBlockingQueue<>();
        try (Server server = Transports.server(kind).http("/", exchanges::add).start();
                RawClient client = RawClient.connect(server.port(), 16 * 1024)) {
            client.send(GET.formatted("/"));
            HttpExchange exchange = exchanges.poll(30, TimeUnit.SECONDS);
            assertThat(exchange).isNotNull();
            CountDownLatch drained = new CountDownLatch(1);
            exchange.onDrained(drained::countDown);
            int accepted = 0;
            while (exchange.write(ByteBuffer.wrap(piece)) == Offer.ACCEPTED) {
                accepted++;
                assertThat(accepted).isLessThan(1000);
            }
            assertThat(drained.getCount()).isEqualTo(1);
            assertThat(client.head().status()).isEqualTo(200);
            int read = 0;
            while (drained.getCount() > 0) {
                read += client.text(1024).length();
            }
            assertThat(exchange.isWritable()).isTrue();
            exchange.end();
            assertThat(read + client.untilEndOfChunks()).isGreaterThan(accepted * piece.length);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void callsFromManyThreadsKeepEachThreadsOrder(TransportKind kind) throws Exception {
        try (Server server =
                        Transports.server(kind)
                                .http(
                                        "/",
                                        exchange -> {
                                            exchange.status(201);
                                            Thread.ofVirtual().start(() -> count(exchange));
                                        })
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            RawClient.Response response = client.send(GET.formatted("/")).response();
            assertThat(response.status()).isEqualTo(201);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                expected.add("" + i);
            }
            assertThat(response.body().split(" ", -1)).startsWith(expected.toArray(new String[0]));
        }
    }

    private static void count(HttpExchange exchange) {
        for (int i = 0; i < 1000; i++) {
            assertThat(exchange.write(ByteBuffer.wrap(bytes(i + " ")))).isEqualTo(Offer.ACCEPTED);
        }
        exchange.end();
        assertThat(exchange.write(ByteBuffer.wrap(bytes("late")))).isEqualTo(Offer.CLOSED);
    }

    /// Fails when the handler has long returned, and for want of memory.
    private static void failElsewhere(HttpExchange exchange) {
        Thread.ofVirtual()
                .start(() ->
                        exchange.body(
                                10,
                                _ -> {
                                    throw new InternalError("expected by a test");
                                }));
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatAHandlerThrowsBecomesA500(TransportKind kind) throws Exception {
        try (Server server =
                        Transports.server(kind)
                                .http(
                                        "/early",
                                        _ -> {
                                            throw new IllegalStateException("expected by a test");
                                        })
                                .http("/elsewhere", HttpTest::failElsewhere)
                                .http(
                                        "/late",
                                        exchange -> {
                                            exchange.write(ByteBuffer.wrap(bytes("begun")));
                                            throw new IllegalStateException("expected by a test");
                                        })
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            RawClient.Response response = client.send(GET.formatted("/early")).response();
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("expected by a test");
            assertThat(client.send(GET.formatted("/elsewhere")).response().status()).isEqualTo(500);
            // A response that has begun must not look as if it were whole.
            client.send(GET.formatted("/late"));
            assertThat(client.untilEnd()).doesNotEndWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void onClosedIsCalledOnce(TransportKind kind) throws Exception {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        BlockingQueue<HttpExchange> waiting = new LinkedBlockingQueue<>();
        try (Server server =
                Transports.server(kind)
                        .http(
                                "/answered",
                                exchange -> {
                                    exchange.onClosed(() -> closed.add("answered"));
                                    hello(exchange);
                                    exchange.onClosed(() -> closed.add("after"));
                                })
                        .http(
                                "/left",
                                exchange -> {
                                    exchange.onClosed(() -> closed.add("left"));
                                    waiting.add(exchange);
                                })
                        .start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                client.send(GET.formatted("/answered")).response();
                assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo("answered");
                assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo("after");
                client.send(GET.formatted("/left"));
                HttpExchange left = waiting.poll(30, TimeUnit.SECONDS);
                assertThat(left).isNotNull();
                client.socket().close();
                assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo("left");
                assertThat(left.write(ByteBuffer.wrap(bytes("late")))).isEqualTo(Offer.CLOSED);
                left.respond(bytes("late"));
            }
        }
        assertThat(closed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatAHandlerMayNotSendIsRefusedWhereItIsSaid(TransportKind kind) throws Exception {
        List<String> outcomes = new CopyOnWriteArrayList<>();
        try (Server server =
                        Transports.server(kind)
                                .http(
                                        "/",
                                        exchange -> {
                                            tried(
                                                    outcomes,
                                                    () -> exchange.header("A", "b\r\nC: d"));
                                            tried(outcomes, () -> exchange.header("A b", "c"));
                                            tried(
                                                    outcomes,
                                                    () -> exchange.header("Content-Length", "-1"));
                                            tried(
                                                    outcomes,
                                                    () ->
                                                            exchange.header(
                                                                    "Transfer-Encoding", "x"));
                                            tried(outcomes, () -> exchange.status(101));
                                            exchange.header("X", "fine").respond(bytes("done"));
                                            tried(outcomes, () -> exchange.header("Too", "late"));
                                            tried(outcomes, () -> exchange.respond(bytes("again")));
                                        })
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            RawClient.Response response = client.send(GET.formatted("/")).response();
            assertThat(response.fields()).containsOnlyKeys("x", "content-length", "date");
            assertThat(client.send(GET.formatted("/")).response().body()).isEqualTo("done");
            // The second request is still adding its own.
            assertThat(List.copyOf(outcomes).subList(0, 7))
                    .containsExactly(
                            "IllegalArgumentException",
                            "IllegalArgumentException",
                            "IllegalArgumentException",
                            "IllegalArgumentException",
                            "IllegalArgumentException",
                            "IllegalStateException",
                            "IllegalStateException");
        }
    }

    private static void tried(List<String> outcomes, Runnable call) {
        try {
            call.run();
            outcomes.add("accepted");
        } catch (RuntimeException e) {
            outcomes.add(e.getClass().getSimpleName());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aResponseShorterThanItSaidEndsTheConnection(TransportKind kind) throws Exception {
        try (Server server =
                        Transports.server(kind)
                                .http(
                                        "/",
                                        exchange -> {
                                            exchange.header("Content-Length", "10");
                                            exchange.write(ByteBuffer.wrap(bytes("short")));
                                            exchange.end();
                                        })
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send(GET.formatted("/"));
            assertThat(client.untilEnd()).doesNotContain("HTTP/1.1 500");
        }
    }
}
