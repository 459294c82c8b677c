package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceMatrix;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that send: busy endpoints, bodies that do not come, several at once.
@ConformanceMatrix
class SendingTest extends OwnServerSuite {
    private final Recorder endpoint = new Recorder();

    SendingTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "back-pressure: a send is answered when its messages were given to the endpoint; while that is"
                    + " busy it is not, nor is the next; their order stays")
    void busyEndpoint() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        Server server =
                serve(
                        Endpoint.blocking(session -> {
                            gate.await();
                            session.forEach(message -> taken.add(message.string()));
                        }),
                        ANY);
        Service service = service(server);
        SessionUrl session = service.session().open();
        // More than may wait for a blocking handler (64).
        RawHttp first = service.begin(session.sending(numbers(0, 300)));
        RawHttp second = service.begin(session.sending(numbers(300, 400)));
        RawHttp third = service.begin(session.sending("[\"last\"]"));
        // The server does its other work meanwhile.
        for (int i = 0; i < 10; i++) {
            service.session().open();
        }
        assertThat(first.cameUnread()).isFalse();
        assertThat(second.cameUnread()).isFalse();
        assertThat(third.cameUnread()).isFalse();
        assertThat(taken).isEmpty();
        gate.countDown();
        SessionUrl.taken(first.readResponse());
        SessionUrl.taken(second.readResponse());
        SessionUrl.taken(third.readResponse());
        for (int i = 0; i <= 400; i++) {
            assertThat(Optional.ofNullable(taken.poll(10, TimeUnit.SECONDS)))
                    .as("message " + i)
                    .contains(i == 400 ? "last" : Integer.toString(i));
        }
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "\"" + number + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[\"never", "[\"never\",\"never\"]"})
    @DisplayName(
            "half a body, then silence: 408 after the idle timeout; nothing of it is delivered, and the"
                    + " session goes on")
    void halfABody(String half) {
        Server server =
                serve(endpoint, ANY, Limits.builder().idleTimeout(Duration.ofMillis(400)).build());
        SessionUrl session = service(server).session().open();
        RawHttp stuck = session.service().connect().send(half(session, half));
        RawResponse answer = stuck.readResponse();
        Verify.status(answer, 408);
        stuck.connection().readEnd();
        delivers(server, session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[\"never", "[\"never\",\"never\"]"})
    @DisplayName("a body of a send that is cut off delivers nothing, and the session goes on")
    void abortedBody(String half) {
        Server server = serve(endpoint, ANY);
        SessionUrl session = service(server).session().open();
        session.service().begin(half(session, half)).connection().reset();
        session.service().begin(half(session, half)).connection().close();
        delivers(server, session);
    }

    @Test
    @DisplayName(
            "chunks that are none are a broken body: 400, nothing delivered, and the session goes on")
    void brokenChunks() {
        Server server = serve(endpoint, ANY);
        SessionUrl session = service(server).session().open();
        RawHttp broken =
                session.service()
                        .begin(
                                session.service()
                                        .request(
                                                "POST",
                                                session.suffix() + "/xhr_send",
                                                "Transfer-Encoding: chunked"));
        broken.connection().send("9\r\n[\"never\"]\r\nZZ\r\n".getBytes(StandardCharsets.US_ASCII));
        Verify.status(broken.readResponse(), 400);
        broken.connection().readEnd();
        delivers(server, session);
    }

    @Test
    @DisplayName("a send whose body stalls does not keep others of its session waiting for ever")
    void aStalledSendHoldsUpNobody() throws InterruptedException {
        Server server =
                serve(endpoint, ANY, Limits.builder().idleTimeout(Duration.ofMillis(400)).build());
        SessionUrl session = service(server).session().open();
        session.service().connect().send(half(session, "[\"never"));
        RawHttp whole = session.service().connect().send(session.sending("[\"whole\"]"));
        SessionUrl.taken(whole.readResponse());
        assertThat(endpoint.message()).isEqualTo("whole");
        endpoint.noMessage();
    }

    /// A send of which one byte never comes.
    private static RawRequest half(SessionUrl session, String half) {
        byte[] bytes = half.getBytes(StandardCharsets.US_ASCII);
        return session.service()
                .request("POST", session.suffix() + "/xhr_send")
                .announcing(bytes.length + 1L, bytes);
    }

    /// The session takes a message and its echo comes, on a new connection each, so that none is idle
    /// for too long, and nothing came before.
    private void delivers(Server server, SessionUrl session) {
        service(server).session(session.suffix()).sends("[\"after\"]");
        service(server).session(session.suffix()).polls("a[\"after\"]");
        try {
            assertThat(endpoint.message()).isEqualTo("after");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        endpoint.noMessage();
        endpoint.noneClosed();
    }

    @Test
    @DisplayName("a body that comes byte by byte is a body")
    void byteByByte() {
        SessionUrl session = service(serve(endpoint, ANY)).session().open();
        RawHttp slow = session.service().connect();
        slow.connection().sendChopped(session.sending("[\"slów\",\"\\u00e9\"]").bytes(), 1);
        SessionUrl.taken(slow.readResponse());
        assertThat(session.messages()).containsExactly("slów", "é");
    }

    @Test
    @DisplayName(
            "twenty connections that send to one session at once: every message once, each connection's in"
                    + " order")
    void parallelSends() throws Exception {
        int senders = 20;
        int each = 50;
        SessionUrl session =
                service(serve(endpoint, ANY, Limits.builder().queueBytes(8 << 20).build()))
                        .session()
                        .open();
        List<RawHttp> connections = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            connections.add(session.service().connect());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int who = sender;
                sending.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                SessionUrl.taken(
                                        connections
                                                .get(who)
                                                .exchange(
                                                        session.sending(
                                                                "[\"" + who + ":" + i + "\"]")));
                            }
                        }));
            }
            for (Future<?> one : sending) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        int[] next = new int[senders];
        for (int i = 0; i < senders * each; i++) {
            String[] parts = endpoint.message().split(":", 2);
            int who = Integer.parseInt(parts[0]);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next[who]);
            next[who]++;
        }
        endpoint.noMessage();
    }
}
