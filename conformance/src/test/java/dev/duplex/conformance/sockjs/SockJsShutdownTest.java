package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceMatrix;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The end of a server: every session is closed with 1001, whatever carries it.
@ConformanceMatrix
class SockJsShutdownTest extends OwnServerSuite {
    private final Recorder endpoint = new Recorder();
    private final Server server;

    SockJsShutdownTest(Cell cell) {
        super(cell);
        server = serve(endpoint, ANY);
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR", "JSONP"})
    @DisplayName("a poll that waits is answered with c[1001,…]")
    void waitingPoll(Transport transport) throws Exception {
        SessionUrl session = service(server).session().open();
        RawHttp waiting = session.begin(transport);
        session.isReceiving();
        CompletableFuture<Void> closing = close();
        RawResponse answer = waiting.readResponse();
        Verify.status(answer, 200);
        assertThat(Frames.closeCode(transport.unwrapped(answer.body()))).isEqualTo(1001);
        closed(closing);
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName("a stream gets what is queued, then c[1001,…], and ends")
    void stream(Transport transport) throws Exception {
        FrameStream stream = service(server).session().stream(transport).comes("o");
        endpoint.opened().send("last words");
        CompletableFuture<Void> closing = close();
        stream.comes("a[\"last words\"]");
        assertThat(Frames.closeCode(stream.next("c[1001,…]"))).isEqualTo(1001);
        stream.ends();
        closed(closing);
    }

    @Test
    @DisplayName("WebSocket: c[1001,…], then Close 1001; without SockJS just the Close")
    void webSocket() throws Exception {
        RawWebSocket peer = service(server).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        RawWebSocket raw = service(server).webSocket("/websocket");
        endpoint.opened();
        endpoint.opened();
        assertThat(server.sessions()).isEqualTo(2);
        CompletableFuture<Void> closing = close();
        assertThat(Frames.closeCode(Expect.message(peer, "c[1001,…]").text())).isEqualTo(1001);
        RawFrame close = peer.readFrame("a Close frame");
        assertThat(close.opcode()).as(close.toString()).isEqualTo(RawFrame.CLOSE);
        peer.send(RawFrame.of(RawFrame.CLOSE, close.payload()));
        Expect.close(raw, 1001);
        raw.send(RawFrame.close(1001, ""));
        Expect.end(peer);
        Expect.end(raw);
        endpoint.closed();
        closed(closing);
    }

    @Test
    @DisplayName(
            "when the server is drained a session is closed with c[1001,…] before the server is")
    void drained() throws Exception {
        SessionUrl session = service(server).session().open();
        RawHttp waiting = session.begin(Transport.XHR);
        session.isReceiving();
        assertThat(server.sessions()).isOne();
        server.drain(Duration.ZERO);
        RawResponse answer = waiting.readResponse();
        assertThat(Frames.closeCode(Transport.XHR.unwrapped(answer.body()))).isEqualTo(1001);
        closed(close());
    }

    @Test
    @DisplayName("an absent client's session ends as well, and nobody waits for that client")
    void absentClient() throws Exception {
        service(server).session().open();
        endpoint.opened();
        closeConnections();
        closed(close());
    }

    private CompletableFuture<Void> close() {
        return CompletableFuture.runAsync(() -> server.close(Duration.ofSeconds(60)));
    }

    private void closed(CompletableFuture<Void> closing) throws Exception {
        assertThat(endpoint.closed().code()).isIn(1001, 1006);
        endpoint.noneClosed();
        closeConnections();
        closing.get(20, TimeUnit.SECONDS);
        assertThat(server.connections()).isZero();
    }
}
