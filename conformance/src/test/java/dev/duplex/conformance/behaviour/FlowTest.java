package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.channels.Offer;
import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceMatrix;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.conformance.TestCertificate;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions that stop and go on: reading that is suspended and resumed, and a queue that is full and has room again, by
/// WebSocket and by SockJS over it.
@ConformanceMatrix
class FlowTest extends ServerSuite {
    private static final Limits LIMITS = PATIENT.toBuilder().queueBytes(16 << 10).build();

    /// The program's Close, and the peer's.
    private static final CloseReason OURS = new CloseReason(4000, "ours");

    private static final CloseReason THEIRS = new CloseReason(4001, "theirs");

    private final Cell cell;

    FlowTest(Cell cell) {
        this.cell = cell;
    }

    enum Way {
        WEBSOCKET("/served"),
        SOCKJS("/sockjs/000/abc/websocket");

        private final String target;

        Way(String target) {
            this.target = target;
        }

        String toServer(String text) {
            return this == SOCKJS ? "[\"" + text + "\"]" : text;
        }

        String toPeer(String text) {
            return this == SOCKJS ? "a[\"" + text + "\"]" : text;
        }
    }

    /// A server of this cell with one event loop, which echoes at `/echo`.
    private Server serve(Endpoint endpoint) {
        Server.Builder builder =
                builder()
                        .transport(cell.transport())
                        .limits(LIMITS)
                        .webSocket("/served", endpoint)
                        .sockJs("/sockjs", endpoint, SockJsOptions.DEFAULT)
                        .webSocket(
                                "/echo",
                                new Endpoint() {
                                    @Override
                                    public void onMessage(Session session, Message message) {
                                        session.send(message);
                                    }
                                });
        Optional.of(cell)
                .filter(Cell::tls)
                .ifPresent(_ -> builder.tls(TestCertificate.shared().tls()));
        return start(builder);
    }

    private RawWebSocket connect(Server server, String target) {
        RawWebSocket peer = connect(address(server), cell.tls(), cell.toString());
        accepted(peer, handshake(server, target));
        return peer;
    }

    private RawWebSocket connect(Server server, Way way) {
        RawWebSocket peer = connect(server, way.target);
        if (way == Way.SOCKJS) {
            Expect.message(peer, RawFrame.text("o"));
        }
        return peer;
    }

    private static void says(RawWebSocket peer, Way way, String text) {
        peer.send(RawFrame.text(way.toServer(text)));
    }

    private static void hears(RawWebSocket peer, Way way, String text) {
        Expect.message(peer, RawFrame.text(way.toPeer(text)));
    }

    /// Reads what comes until that does.
    private static void hearsAtLast(RawWebSocket peer, Way way, String text) {
        String last = way.toPeer(text);
        String came = "";
        while (!came.equals(last)) {
            came = Expect.message(peer, "messages, and at last " + last).text();
        }
    }

    private static <T> T soon(CompletableFuture<T> what) throws Exception {
        return what.get(20, TimeUnit.SECONDS);
    }

    // --- a full queue

    /// Fills the queue, and is not read from until there is room again: as whoever must not lose an answer does it.
    private static final class Filling implements Endpoint {
        final CompletableFuture<Boolean> drainedWithinSend = new CompletableFuture<>();
        private boolean sending;
        private boolean stopped;

        @Override
        public void onMessage(Session session, Message message) {
            if (message.string().equals("fill")) {
                Offer offer = Offer.ACCEPTED;
                while (offer == Offer.ACCEPTED) {
                    sending = true;
                    offer = session.send(new byte[4096]);
                    sending = false;
                }
                session.suspendReading();
                stopped = true;
            } else {
                session.send(message);
            }
        }

        @Override
        public void onDrained(Session session) {
            drainedWithinSend.complete(sending);
            if (stopped) {
                stopped = false;
                session.resumeReading();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "onDrained follows a send that said FULL, and never comes from within it: who stops then goes on")
    void saysThatThereIsRoomBehindTheSendThatFoundNone(Way way) throws Exception {
        Filling endpoint = new Filling();
        RawWebSocket peer = connect(serve(endpoint), way);
        says(peer, way, "fill");
        says(peer, way, "and on");
        hearsAtLast(peer, way, "and on");
        assertThat(soon(endpoint.drainedWithinSend)).isFalse();
    }

    /// Streams a message behind which others wait until the queue is full, and sends another when it has ended.
    private static final class Streaming implements Endpoint {
        final CompletableFuture<Boolean> drainedWithinSend = new CompletableFuture<>();
        private boolean sending;

        @Override
        public void onMessage(Session session, Message message) {
            try (MessageWriter writer = session.streamText()) {
                writer.write("streamed".getBytes(StandardCharsets.UTF_8));
                Offer offer = Offer.ACCEPTED;
                while (offer == Offer.ACCEPTED) {
                    offer = session.send("x");
                }
            }
            sending = true;
            session.send("behind");
            sending = false;
        }

        @Override
        public void onDrained(Session session) {
            drainedWithinSend.complete(sending);
            session.send("drained");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "nor does onDrained come from within a send that follows the end of a streamed message")
    void saysThatThereIsRoomBehindASendThatMakesIt(Way way) throws Exception {
        Streaming endpoint = new Streaming();
        RawWebSocket peer = connect(serve(endpoint), way);
        says(peer, way, "go");
        hearsAtLast(peer, way, "drained");
        assertThat(soon(endpoint.drainedWithinSend)).isFalse();
    }

    /// Streams a message, has others wait behind it until the queue is full, and ends it when there is room for a piece.
    private static final class StreamingOn implements Endpoint {
        final CompletableFuture<Offer> piece = new CompletableFuture<>();
        private @Nullable MessageWriter writer;
        private int behind;

        @Override
        public void onMessage(Session session, Message message) {
            MessageWriter streamed = session.streamText();
            writer = streamed;
            streamed.write("begun".getBytes(StandardCharsets.UTF_8));
            while (session.send("b" + behind) == Offer.ACCEPTED) {
                behind++;
            }
            while (streamed.write(new byte[0]) == Offer.ACCEPTED) {
                // Until that queue is full, too.
            }
        }

        @Override
        public void onDrained(Session session) {
            MessageWriter streamed = writer;
            if (streamed == null) {
                assertThat(session.send("drained")).isEqualTo(Offer.ACCEPTED);
            } else {
                writer = null;
                piece.complete(streamed.write(" and ended".getBytes(StandardCharsets.UTF_8)));
                streamed.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "a streamed message goes on though messages that wait for its end have filled the queue, and onDrained tells whom of them there was no room for")
    void aStreamedMessageIsNotHeldUpByWhatWaitsForItsEnd(Way way) throws Exception {
        StreamingOn endpoint = new StreamingOn();
        RawWebSocket peer = connect(serve(endpoint), way);
        says(peer, way, "go");
        assertThat(soon(endpoint.piece)).isEqualTo(Offer.ACCEPTED);
        hears(peer, way, "begun and ended");
        for (int i = 0; i < endpoint.behind; i++) {
            hears(peer, way, "b" + i);
        }
        hears(peer, way, "drained");
    }

    // --- reading

    @ParameterizedTest
    @EnumSource
    @DisplayName("reading that is suspended and resumed within one onMessage goes on")
    void readsOnAfterBothInOneCallback(Way way) {
        RawWebSocket peer =
                connect(
                        serve(
                                new Endpoint() {
                                    @Override
                                    public void onMessage(Session session, Message message) {
                                        session.suspendReading();
                                        session.resumeReading();
                                        session.send("got " + message.string());
                                    }
                                }),
                        way);
        for (String text : new String[] {"a", "b", "c"}) {
            says(peer, way, text);
            hears(peer, way, "got " + text);
        }
        // Several that come together, too.
        says(peer, way, "d");
        says(peer, way, "e");
        hears(peer, way, "got d");
        hears(peer, way, "got e");
    }

    /// Ends each message with reading suspended.
    private static final class Stopping implements Endpoint {
        volatile CompletableFuture<Session> stopped = new CompletableFuture<>();
        volatile boolean resumed;
        final CompletableFuture<Boolean> secondWasWanted = new CompletableFuture<>();

        @Override
        public void onMessage(Session session, Message message) {
            if (message.string().equals("b")) {
                secondWasWanted.complete(resumed);
            }
            session.suspendReading();
            session.resumeReading();
            session.suspendReading();
            session.send("got " + message.string());
            stopped.complete(session);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "what comes last counts: suspended, resumed and suspended again, nothing is read until it is resumed")
    void theLastOfThemCounts(Way way) throws Exception {
        Stopping endpoint = new Stopping();
        Server server = serve(endpoint);
        RawWebSocket peer = connect(server, way);
        RawWebSocket other = connect(server, "/echo");
        says(peer, way, "a");
        hears(peer, way, "got a");
        Session session = soon(endpoint.stopped);
        says(peer, way, "b");
        // The one event loop has this behind "b", and would have read that.
        Expect.echo(other, RawFrame.text("first round"));
        Expect.echo(other, RawFrame.text("second round"));
        endpoint.stopped = new CompletableFuture<>();
        endpoint.resumed = true;
        session.resumeReading();
        hears(peer, way, "got b");
        assertThat(soon(endpoint.secondWasWanted)).isTrue();

        soon(endpoint.stopped).resumeReading();
        says(peer, way, "c");
        hears(peer, way, "got c");
    }

    /// Closes, and then stops reading, for good or for a moment.
    private static final class Closing implements Endpoint {
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        private final boolean resumes;

        Closing(boolean resumes) {
            this.resumes = resumes;
        }

        @Override
        public void onMessage(Session session, Message message) {
            session.close(OURS);
            session.suspendReading();
            if (resumes) {
                session.resumeReading();
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({"WEBSOCKET,true", "WEBSOCKET,false", "SOCKJS,true", "SOCKJS,false"})
    @DisplayName("the peer's Close is read, whoever wants reading to stop after the program's")
    void readsThePeersCloseInAnyCase(Way way, boolean resumes) throws Exception {
        Closing endpoint = new Closing(resumes);
        RawWebSocket peer = connect(serve(endpoint), way);
        says(peer, way, "go");
        if (way == Way.SOCKJS) {
            Expect.message(peer, RawFrame.text("c[4000,\"ours\"]"));
        }
        Expect.close(peer, OURS.code(), OURS.reason());
        peer.send(RawFrame.close(THEIRS.code(), THEIRS.reason()));
        assertThat(soon(endpoint.closed)).isEqualTo(THEIRS);
        Expect.cleanEnd(peer);
    }
}
