package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceMatrix;
import dev.duplex.testkit.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every message once, in order, however many requests carry them.
@ConformanceMatrix
class OrderTest extends OwnServerSuite {
    private static final int MESSAGES = 3000;
    private static final SockJsOptions SMALL = ANY.toBuilder().responseBytes(4096).build();

    OrderTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "what a thread sends while responses begin and end comes once, in order, and then the close")
    void concurrentSending(Transport transport) {
        Endpoint counting =
                Endpoint.blocking(session -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        session.sendAndWait(Message.text(i + "·" + "x".repeat(i % 50)));
                    }
                });
        SessionUrl session = service(serve(counting, SMALL)).session();
        Receiver receiver = new Receiver(session, transport);
        assertThat(receiver.next()).isEqualTo("o");
        int next = 0;
        String frame = receiver.next();
        for (; Frames.isMessages(frame); frame = receiver.next()) {
            for (String message : Frames.messages(frame)) {
                assertThat(message).isEqualTo(next + "·" + "x".repeat(next % 50));
                next++;
            }
        }
        assertThat(next).isEqualTo(MESSAGES);
        assertThat(Frames.closeCode(frame)).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what a room publishes comes to a client of every transport once, in order")
    void publications(Transport transport) throws Exception {
        Endpoint room =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.subscribe("room");
                        session.send("joined");
                    }
                };
        Server server = serve(room, SMALL, Limits.builder().queueBytes(8 << 20).build());
        Receiver receiver = new Receiver(service(server).session(), transport);
        assertThat(receiver.next()).isEqualTo("o");
        assertThat(receiver.next()).isEqualTo("a[\"joined\"]");
        CompletableFuture<Void> publishing =
                CompletableFuture.runAsync(() ->
                        IntStream.range(0, MESSAGES)
                                .forEach(i ->
                                        server.hub().publish("room", Message.text("number " + i))));
        List<String> messages = new ArrayList<>();
        while (messages.size() < MESSAGES) {
            messages.addAll(Frames.messages(receiver.next()));
        }
        publishing.get(10, TimeUnit.SECONDS);
        assertThat(messages)
                .isEqualTo(IntStream.range(0, MESSAGES).mapToObj(i -> "number " + i).toList());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a message larger than all queues comes, and so does what is sent behind it")
    void largerThanTheQueues(Transport transport) {
        String large = "x".repeat(300_000);
        Endpoint sending =
                Endpoint.blocking(session -> {
                    for (int i = 0; i < 4; i++) {
                        session.sendAndWait(Message.text(large));
                        session.sendAndWait(Message.text("behind " + i));
                    }
                    session.receive();
                });
        Limits limits = Limits.builder().queueBytes(100_000).build();
        SessionUrl session = service(serve(sending, ANY, limits)).session();
        Receiver receiver = new Receiver(session, transport);
        assertThat(receiver.next()).isEqualTo("o");
        List<String> messages = new ArrayList<>();
        while (messages.size() < 8) {
            messages.addAll(Frames.messages(receiver.next()));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(messages.get(2 * i)).isEqualTo(large);
            assertThat(messages.get(2 * i + 1)).isEqualTo("behind " + i);
        }
    }

    @Test
    @DisplayName("nothing is lost between two polls: what nobody waited for is in the next answer")
    void betweenPolls() {
        SessionUrl session = service(serve(ECHO, ANY)).session().open();
        int next = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < round % 4 + 1; i++) {
                session.sends("[\"" + (next + i) + "\"]");
            }
            List<String> expected =
                    IntStream.range(next, next + round % 4 + 1)
                            .mapToObj(Integer::toString)
                            .toList();
            assertThat(session.messages()).isEqualTo(expected);
            next += round % 4 + 1;
        }
    }

    @Test
    @DisplayName("echoes come in the order of the sends, over polls that begin and end meanwhile")
    void echoesInOrder() throws Exception {
        SessionUrl session = service(serve(ECHO, SMALL)).session().open();
        RawHttp sender = session.service().connect();
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 600; i += 3) {
                        SessionUrl.taken(
                                sender.exchange(
                                        session.sending(
                                                "[\"%d\",\"%d\",\"%d\"]"
                                                        .formatted(i, i + 1, i + 2))));
                    }
                });
        List<String> messages = new ArrayList<>();
        while (messages.size() < 600) {
            messages.addAll(session.messages());
        }
        sending.get(10, TimeUnit.SECONDS);
        assertThat(messages)
                .isEqualTo(IntStream.range(0, 600).mapToObj(Integer::toString).toList());
    }

    @Test
    @DisplayName("binary messages go out as their Base64 text (RFC 4648 §4)")
    void binaryMessages() {
        Endpoint binary =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.send(new byte[] {0, (byte) 0xFF, (byte) 0xFE, 1});
                        session.send(new byte[0]);
                    }
                };
        SessionUrl session = service(serve(binary, ANY)).session().open();
        session.polls("a[\"AP/+AQ==\",\"\"]");
    }
}
