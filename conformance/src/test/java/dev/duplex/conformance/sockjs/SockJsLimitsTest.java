package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client can make the server hold.
class SockJsLimitsTest extends OwnServerSuite {
    private static final int QUEUE = 4096;

    private final Recorder endpoint = new Recorder();

    private static Limits.Builder limits() {
        return Limits.builder();
    }

    @Test
    @DisplayName(
            "queueBytes: for a client that is away no more is held; then `send` says FULL, and onDrained"
                    + " follows when it has fetched what was held")
    void anAbsentClientsQueue() throws InterruptedException {
        Server server = serve(endpoint, ANY, limits().queueBytes(QUEUE).build());
        SessionUrl url = service(server).session().open();
        Session session = endpoint.opened();
        int accepted = fill(session);
        assertThat(accepted * 100).isBetween(QUEUE / 4, QUEUE + 100);
        assertThat(session.isWritable()).isFalse();
        List<String> messages = new ArrayList<>();
        while (messages.size() < accepted) {
            messages.addAll(url.messages());
        }
        assertThat(messages)
                .isEqualTo(IntStream.range(0, accepted).mapToObj("%0100d"::formatted).toList());
        assertThat(endpoint.drained().id()).isEqualTo(session.id());
        assertThat(session.send("more")).isEqualTo(Offer.ACCEPTED);
        url.polls("a[\"more\"]");
        endpoint.noneClosed();
    }

    private static int fill(Session session) {
        int accepted = 0;
        while (session.send("%0100d".formatted(accepted)) == Offer.ACCEPTED) {
            accepted++;
            assertThat(accepted * 100).as("bytes accepted").isLessThan(100 * QUEUE);
        }
        assertThat(session.send("x".repeat(100))).isEqualTo(Offer.FULL);
        return accepted;
    }

    @Test
    @DisplayName(
            "queueBytes over WebSocket: no more waits for the end of a streamed message; onDrained follows"
                    + " that end")
    void whatWaitsForAStreamedMessage() throws InterruptedException {
        AtomicReference<MessageWriter> streamed = new AtomicReference<>();
        AtomicInteger accepted = new AtomicInteger();
        Recorder streaming =
                new Recorder() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        if (message.string().equals("end")) {
                            streamed.get().close();
                            return;
                        }
                        streamed.set(session.streamText());
                        streamed.get().write(new byte[] {'s'});
                        while (accepted.get() < QUEUE
                                && session.send("x".repeat(100)) == Offer.ACCEPTED) {
                            accepted.incrementAndGet();
                        }
                        super.onMessage(session, message);
                    }
                };
        Server server = serve(streaming, ANY, limits().queueBytes(QUEUE).build());
        RawWebSocket peer = service(server).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        peer.send(RawFrame.text("[\"begin\"]"));
        streaming.message();
        assertThat(accepted.get() * 100).isBetween(QUEUE / 4, QUEUE + 100);
        peer.send(RawFrame.text("[\"end\"]"));
        Expect.message(peer, RawFrame.text("a[\"s\"]"));
        for (int i = 0; i < accepted.get(); i++) {
            Expect.message(peer, RawFrame.text("a[\"" + "x".repeat(100) + "\"]"));
        }
        assertThat(streaming.drained().send("more")).isEqualTo(Offer.ACCEPTED);
        Expect.message(peer, RawFrame.text("a[\"more\"]"));
    }

    @Test
    @DisplayName("queueBytes: an absent client's full queue delays no other session")
    void aFullQueueIsItsOwn() throws InterruptedException {
        Server server = serve(endpoint, ANY, limits().queueBytes(QUEUE).build());
        service(server).session().open();
        fill(endpoint.opened());
        SessionUrl other = service(server).session().open();
        other.sends("[\"a\"]");
        other.polls("a[\"a\"]");
    }

    @Test
    @DisplayName(
            "queueBytes: a room's publication for a client whose queue is full ends it with 1008")
    void aRoomsPublication() throws InterruptedException {
        Recorder member =
                new Recorder() {
                    @Override
                    public void onOpen(Session session) {
                        session.subscribe("room");
                        super.onOpen(session);
                    }
                };
        Server server = serve(member, ANY, limits().queueBytes(QUEUE).build());
        SessionUrl url = service(server).session().open();
        member.opened();
        for (int i = 0; i < 200; i++) {
            server.hub().publish("room", Message.text("x".repeat(100)));
        }
        assertThat(Frames.closeCode(url.closeFrame())).isEqualTo(1008);
        assertThat(member.closed().code()).isEqualTo(1008);
    }

    @Test
    @DisplayName(
            "queueBytes over WebSocket: publications that fill the queue within one batch end the session"
                    + " with c[1008,…], then Close 1008")
    void aBatchOfPublications() throws InterruptedException {
        AtomicReference<Server> server = new AtomicReference<>();
        Recorder member =
                new Recorder() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        session.subscribe("room");
                        // On the session's loop: it is given all of them before anything is
                        // flushed.
                        for (int i = 0; i < 60; i++) {
                            server.get().hub().publish("room", Message.text("x".repeat(100)));
                        }
                    }
                };
        server.set(serve(member, ANY, limits().queueBytes(QUEUE).build()));
        RawWebSocket peer = service(server.get()).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        peer.send(RawFrame.text("[\"go\"]"));
        int published = 0;
        RawFrame frame = peer.readFrame("a publication");
        while (Frames.isMessages(frame.text())) {
            published++;
            frame = peer.readFrame("a publication, or c[1008,…]");
        }
        assertThat(published).isBetween(1, 59);
        assertThat(frame.opcode()).as(frame.toString()).isEqualTo(RawFrame.TEXT);
        assertThat(Frames.closeCode(frame.text())).isEqualTo(1008);
        Expect.close(peer, 1008);
        peer.send(RawFrame.close(1008, ""));
        assertThat(member.closed().code()).isEqualTo(1008);
    }

    @Test
    @DisplayName(
            "queueBytes over WebSocket: isWritable knows what publications of the same batch hold")
    void aFullQueueIsKnownWithinABatch() throws InterruptedException {
        AtomicReference<Server> server = new AtomicReference<>();
        BlockingQueue<List<Object>> seen = new LinkedBlockingQueue<>();
        Recorder member =
                new Recorder() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        if (message.string().equals("go")) {
                            session.subscribe("room");
                            // The last of them fills the queue; each is small enough to be
                            // gathered.
                            for (int i = 0; i < 5; i++) {
                                server.get().hub().publish("room", Message.text("x".repeat(1000)));
                            }
                            server.get().hub().publish("ask", Message.text("?"));
                        }
                    }

                    @Override
                    public void onOpen(Session session) {
                        server.get()
                                .hub()
                                .subscribe(
                                        "ask",
                                        new Subscriber() {
                                            @Override
                                            public Lane lane() {
                                                return session.lane();
                                            }

                                            @Override
                                            public Offer offer(Publication publication) {
                                                seen.add(
                                                        List.of(
                                                                session.isWritable(),
                                                                session.send("more")));
                                                return Offer.ACCEPTED;
                                            }
                                        },
                                        10);
                    }
                };
        server.set(serve(member, ANY, limits().queueBytes(QUEUE).build()));
        RawWebSocket peer = service(server.get()).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        peer.send(RawFrame.text("[\"go\"]"));
        for (int i = 0; i < 5; i++) {
            Expect.message(peer, RawFrame.text("a[\"" + "x".repeat(1000) + "\"]"));
        }
        assertThat(seen.poll(10, TimeUnit.SECONDS)).containsExactly(false, Offer.FULL);
        assertThat(member.drained().send("now")).isEqualTo(Offer.ACCEPTED);
        Expect.message(peer, RawFrame.text("a[\"now\"]"));
    }

    @Test
    @DisplayName(
            "requestBytes: a larger body gets 413 (RFC 9110 §15.5.14), nothing of it is delivered, and the"
                    + " session goes on")
    void bodyLimit() throws InterruptedException {
        Server server = serve(endpoint, ANY.toBuilder().requestBytes(1000).build());
        SessionUrl session = service(server).session().open();
        String fits = "[\"" + "x".repeat(996) + "\"]";
        String large = "[\"first\",\"" + "y".repeat(1000) + "\"]";
        session.sends(fits);
        refused(session.send(large));
        refused(
                service(server)
                        .session(session.suffix())
                        .sendForm("d=[\"" + "y".repeat(1000) + "\"]"));
        Service service = service(server);
        refused(
                service.exchange(
                        service.request("POST", session.suffix() + "/xhr_send")
                                .chunked(large, "y", "y")));
        RawResponse announced =
                service.begin(
                                service.request("POST", session.suffix() + "/xhr_send")
                                        .announcing(1L << 40, new byte[0]))
                        .readResponse();
        refused(announced);
        SessionUrl again = service(server).session(session.suffix());
        again.sends("[\"after\"]");
        assertThat(endpoint.message()).isEqualTo("x".repeat(996));
        assertThat(endpoint.message()).isEqualTo("after");
        endpoint.noMessage();
        endpoint.noneClosed();
    }

    @Test
    @DisplayName(
            "requestBytes: a session holds no more than that of all its bodies; one that does not fit beside"
                    + " another waits unread, and is delivered after it")
    void bodiesAtATime() throws InterruptedException {
        Server server = serve(endpoint, ANY.toBuilder().requestBytes(1000).build());
        SessionUrl session = service(server).session().open();
        String path = session.suffix() + "/xhr_send";
        byte[] first = ("[\"" + "1".repeat(596) + "\"]").getBytes(StandardCharsets.US_ASCII);
        RawHttp slow =
                service(server)
                        .begin(
                                service(server)
                                        .request("POST", path, "Expect: 100-continue")
                                        .announcing(first.length, new byte[0]));
        assertThat(slow.readHead().status()).as("it is being read").isEqualTo(100);
        RawHttp whole =
                service(server)
                        .begin(service(server).posting(path, "[\"" + "2".repeat(596) + "\"]"));
        // One that fits is answered; what came before it on the session's loop has been seen.
        SessionUrl other = service(server).session().open();
        other.sends("[\"other\"]");
        assertThat(endpoint.message()).isEqualTo("other");
        endpoint.noMessage();
        slow.connection().send(first);
        Verify.status(slow.readResponse(), 204);
        Verify.status(whole.readResponse(), 204);
        assertThat(endpoint.message()).isEqualTo("1".repeat(596));
        assertThat(endpoint.message()).isEqualTo("2".repeat(596));
    }

    private static void refused(RawResponse answer) {
        Verify.status(answer, 413);
    }

    @Test
    @DisplayName(
            "messageBytes: it is the message's UTF-8 that counts, not its escapes; a larger one ends the"
                    + " session with 1009")
    void messageLimit() throws InterruptedException {
        Server server = serve(endpoint, ANY, limits().messageBytes(100).build());
        SessionUrl session = service(server).session().open();
        session.sends("[\"" + "x".repeat(100) + "\"]");
        session.sends("[\"" + "é".repeat(50) + "\"]");
        session.sends("[\"" + "\\u00e9".repeat(50) + "\"]");
        assertThat(session.messages())
                .containsExactly("x".repeat(100), "é".repeat(50), "é".repeat(50));
        for (int i = 0; i < 3; i++) {
            endpoint.message();
        }
        session.send("[\"" + "é".repeat(51) + "\"]");
        String close = session.closeFrame();
        assertThat(Frames.closeCode(close)).isEqualTo(1009);
        assertThat(endpoint.closed().code()).isEqualTo(1009);
        assertThat(Frames.closeReason(close)).isNotBlank();
        session.polls(close);
        endpoint.noMessage();
    }

    @Test
    @DisplayName("messageBytes over WebSocket: a larger message ends the session with 1009")
    void messageLimitOverWebSocket() throws InterruptedException {
        Server server = serve(endpoint, ANY, limits().messageBytes(100).build());
        RawWebSocket peer = service(server).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        peer.send(RawFrame.text("[\"" + "x".repeat(100) + "\"]"));
        Expect.message(peer, RawFrame.text("a[\"" + "x".repeat(100) + "\"]"));
        peer.sendUntilRefused(RawFrame.text("[\"" + "x".repeat(101) + "\"]").bytes());
        RawFrame frame = peer.readFrame("c[1009,…] or Close 1009");
        assertThat(
                        frame.opcode() == RawFrame.CLOSE
                                ? frame.closeCode().orElse(1005)
                                : Frames.closeCode(frame.text()))
                .isEqualTo(1009);
        assertThat(endpoint.closed().code()).isEqualTo(1009);
    }

    @Test
    @DisplayName("detachedSessions: a session more gets 503 and is not opened")
    void sessionsInAll() throws InterruptedException {
        Server server = serve(endpoint, ANY, limits().detachedSessions(3).build());
        oneTooMany(server, 3, 503);
    }

    @Test
    @DisplayName("detachedSessionsPerAddress: likewise, with 429 (RFC 6585 §4)")
    void sessionsOfAnAddress() throws InterruptedException {
        Server server = serve(endpoint, ANY, limits().detachedSessionsPerAddress(3).build());
        oneTooMany(server, 3, 429);
    }

    private void oneTooMany(Server server, int limit, int status) throws InterruptedException {
        Service service = service(server);
        List<SessionUrl> sessions = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            sessions.add(service.session().open());
            endpoint.opened();
        }
        for (Transport transport : Transport.values()) {
            SessionUrl refused = service.session();
            assertThat(refused.begin(transport).readHead().status()).isEqualTo(status);
            Verify.notFound(service(server).session(refused.suffix()).send("[\"a\"]"));
        }
        endpoint.noneOpened();
        // WebSocket's sessions are limited by their connections; those that are open are served.
        Expect.message(service.webSocket("/0/0/websocket"), RawFrame.text("o"));
        endpoint.opened();
        for (SessionUrl session : sessions) {
            SessionUrl fresh = service(server).session(session.suffix());
            fresh.sends("[\"a\"]");
            fresh.polls("a[\"a\"]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429})
    @DisplayName("detachedSessions, detachedSessionsPerAddress: a session that ends makes room")
    void oneThatEndsMakesRoom(int status) throws InterruptedException {
        Limits.Builder one = limits();
        SockJsOptions brief = ANY.toBuilder().disconnectDelay(Duration.ofMillis(100)).build();
        Server server =
                serve(
                        endpoint,
                        brief,
                        status == 503
                                ? one.detachedSessions(1).build()
                                : one.detachedSessionsPerAddress(1).build());
        FrameStream first = service(server).session().stream(Transport.XHR_STREAMING).comes("o");
        RawHttp refused = service(server).session().begin(Transport.XHR);
        assertThat(refused.readHead().status()).isEqualTo(status);
        first.http().connection().reset();
        assertThat(endpoint.closed().code()).isEqualTo(1006);
        // What is kept of it for the close frame may count until the delay has passed.
        eventually(
                "there is room again",
                () -> service(server).session().receive(Transport.XHR).status() == 200);
    }

    @Test
    @DisplayName("an exception out of a callback ends the session with 1011, and is logged")
    void throwingEndpoint() throws InterruptedException {
        Recorder throwing =
                new Recorder() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        throw new IllegalStateException("from the test");
                    }
                };
        Server server = serve(throwing, ANY);
        SessionUrl session = service(server).session().open();
        session.send("[\"a\"]");
        assertThat(Frames.closeCode(session.closeFrame())).isEqualTo(1011);
        assertThat(throwing.closed().code()).isEqualTo(1011);
        eventually(
                "it is logged",
                () ->
                        dev.duplex.conformance.LogWatch.taken().stream()
                                .anyMatch(line -> line.contains("from the test")));
    }

    @Test
    @DisplayName("a blocking handler that returns ends the session with 1000")
    void returningHandler() {
        Server server = serve(Endpoint.blocking(session -> session.send("bye")), ANY);
        SessionUrl session = service(server).session().open();
        assertThat(session.messages()).containsExactly("bye");
        assertThat(Frames.closeCode(session.closeFrame())).isEqualTo(1000);
    }
}
