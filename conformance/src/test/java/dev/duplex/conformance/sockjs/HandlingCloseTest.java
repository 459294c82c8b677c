package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceMatrix;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How sessions end, as client and endpoint see it (section "Handling close").
@ConformanceMatrix
class HandlingCloseTest extends OwnServerSuite {
    private static final String INTERRUPTED = "c[1002,\"Connection interrupted\"]";

    private final Recorder endpoint = new Recorder();
    private final Server server;

    HandlingCloseTest(Cell cell) {
        super(cell);
        server = serve(endpoint, ANY);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "HandlingClose.test_abort_xhr_streaming, test_abort_xhr_polling: a receiving request that the"
                    + " client resets ends the session (1006), and later ones get 1002")
    void reset(Transport transport) throws InterruptedException {
        SessionUrl session = service(server).session().open();
        endpoint.opened();
        RawHttp receiving = receiving(session, transport);
        session.isReceiving();
        receiving.connection().reset();
        interrupted(session);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "HandlingClose: a receiving request whose connection the client closes ends the session too")
    void closed(Transport transport) throws InterruptedException {
        SessionUrl session = service(server).session().open();
        endpoint.opened();
        RawHttp receiving = receiving(session, transport);
        session.isReceiving();
        receiving.connection().close();
        interrupted(session);
    }

    private static RawHttp receiving(SessionUrl session, Transport transport) {
        return transport.streams() ? session.stream(transport).http() : session.begin(transport);
    }

    private void interrupted(SessionUrl session) throws InterruptedException {
        assertThat(endpoint.closed().code()).isEqualTo(1006);
        session.polls(INTERRUPTED);
        session.polls(INTERRUPTED);
        session.stream(Transport.XHR_STREAMING).comes(INTERRUPTED).ends();
        endpoint.noneOpened();
    }

    @Test
    @DisplayName("the first request of a session, aborted while it streams, ends the session")
    void abortOfTheFirstStream() throws InterruptedException {
        SessionUrl session = service(server).session();
        FrameStream stream = session.stream(Transport.XHR_STREAMING).comes("o");
        endpoint.opened();
        stream.http().connection().reset();
        interrupted(session);
    }

    @Test
    @DisplayName("the end of a connection between two polls is no end of the session")
    void connectionsComeAndGo() throws InterruptedException {
        Service service = service(server);
        SessionUrl session = service.session();
        for (int i = 0; i < 4; i++) {
            RawHttp poll = session.begin(Transport.XHR);
            if (i > 0) {
                session.sends("[\"" + i + "\"]");
            }
            SessionUrl.answered(
                    Transport.XHR, poll.readResponse(), i == 0 ? "o" : "a[\"" + i + "\"]");
            if (i % 2 == 0) {
                poll.connection().reset();
            } else {
                poll.connection().close();
            }
        }
        session.sends("[\"last\"]");
        session.polls("a[\"last\"]");
        endpoint.opened();
        endpoint.noneClosed();
    }

    @Test
    @DisplayName("a second receiver that goes away takes nothing with it")
    void secondReceiverGoesAway() {
        SessionUrl session = service(server).session();
        FrameStream first = session.stream(Transport.XHR_STREAMING).comes("o");
        for (int i = 0; i < 5; i++) {
            session.begin(Transport.XHR_STREAMING).connection().reset();
            session.begin(Transport.XHR).connection().reset();
        }
        session.sends("[\"a\"]");
        first.comes("a[\"a\"]");
        endpoint.noneClosed();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "HandlingClose.test_close_frame: what was sent before a close comes before it; then the request"
                    + " is unlinked, and `c` is served again")
    void closedByTheEndpoint(Transport transport) throws InterruptedException {
        SessionUrl session = service(server).session().open();
        Session opened = endpoint.opened();
        opened.send("one");
        opened.send("two");
        opened.close(new CloseReason(4001, "be\"cause é"));
        Receiver receiver = new Receiver(session, transport);
        List<String> messages = new ArrayList<>();
        while (messages.size() < 2) {
            messages.addAll(Frames.messages(receiver.next()));
        }
        assertThat(messages).containsExactly("one", "two");
        closed(receiver.next());
        closed(receiver.next());
        assertThat(endpoint.closed().code()).isIn(4001, 1006);
        endpoint.noneClosed();
    }

    private static void closed(String frame) {
        assertThat(Frames.closeCode(frame)).isEqualTo(4001);
        assertThat(Frames.closeReason(frame)).isEqualTo("be\"cause é");
    }

    @Test
    @DisplayName("a session that is closed while a poll waits answers it with the close frame")
    void closeAnswersAPoll() throws InterruptedException {
        SessionUrl session = service(server).session().open();
        RawHttp waiting = session.begin(Transport.XHR);
        session.isReceiving();
        endpoint.opened().close(new CloseReason(3000, "Go away!"));
        SessionUrl.answered(Transport.XHR, waiting.readResponse(), "c[3000,\"Go away!\"]");
        session.polls("c[3000,\"Go away!\"]");
        endpoint.closed();
    }

    @Test
    @DisplayName("WebSocket: the endpoint's close comes as `c`, and onClose once")
    void closeOverWebSocket() throws InterruptedException {
        RawWebSocket peer = service(server).webSocket("/0/w/websocket");
        Expect.message(peer, RawFrame.text("o"));
        Session session = endpoint.opened();
        session.send("before");
        session.close(new CloseReason(4001, "enough"));
        Expect.message(peer, RawFrame.text("a[\"before\"]"));
        Expect.message(peer, RawFrame.text("c[4001,\"enough\"]"));
        RawFrame close = peer.readFrame("a Close frame");
        assertThat(close.opcode()).isEqualTo(RawFrame.CLOSE);
        peer.send(RawFrame.of(RawFrame.CLOSE, close.payload()));
        Expect.end(peer);
        endpoint.closed();
        endpoint.noneClosed();
    }

    @Test
    @DisplayName("WebSocket: the client's Close ends the session with the client's code")
    void closedByTheClient() throws InterruptedException {
        RawWebSocket peer = service(server).webSocket("/0/w/websocket");
        Expect.message(peer, RawFrame.text("o"));
        peer.send(RawFrame.close(1000, "done"));
        Expect.close(peer, 1000);
        assertThat(endpoint.closed()).isEqualTo(new CloseReason(1000, "done"));
        service(server).webSocket("/0/w/websocket").reset();
        assertThat(endpoint.closed().code()).isEqualTo(1006);
    }
}
