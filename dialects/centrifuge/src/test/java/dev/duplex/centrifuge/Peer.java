package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Hub;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.InMemorySession;
import java.util.ArrayList;
import java.util.List;

/// A client of the protocol, without a network: what it sends, and what comes of that.
final class Peer {
    private final Codec codec;
    private final InMemorySession session;
    private int read;

    private Peer(Codec codec, InMemorySession session) {
        this.codec = codec;
        this.session = session;
    }

    /// One that has not connected yet.
    static Peer open(Hub hub, Centrifuge endpoint, Codec codec) {
        String query = codec.equals(Codec.protobuf()) ? "?cf_protocol=protobuf" : "";
        return new Peer(
                codec,
                InMemorySession.open(
                        endpoint, InMemoryRequest.of("/connection/websocket" + query), hub));
    }

    static Peer open(Hub hub, Centrifuge endpoint) {
        return open(hub, endpoint, Codec.json());
    }

    InMemorySession session() {
        return session;
    }

    /// Connects, with nothing in particular.
    Peer connected() {
        assertThat(connect(Request.Connect.builder().build())).isNotNull();
        return this;
    }

    Result.Connect connect(Request.Connect connect) {
        return (Result.Connect) ask(1, connect).getFirst().body();
    }

    Result.Subscribe subscribe(Request.Subscribe subscribe) {
        return (Result.Subscribe) ask(2, subscribe).getFirst().body();
    }

    /// All that comes of a request.
    List<Reply> ask(long id, Request request) {
        byte[] frame = codec.encode(new Command(id, request));
        session.peerSends(
                codec.equals(Codec.protobuf())
                        ? dev.duplex.Message.binary(frame)
                        : dev.duplex.Message.text(frame));
        return news();
    }

    /// All that comes of a frame of text.
    List<Reply> say(String frame) {
        session.peerSends(frame);
        return news();
    }

    /// What has come since this was last asked.
    List<Reply> news() {
        session.lane().runAll();
        List<dev.duplex.Message> all = session.sent();
        List<Reply> news = new ArrayList<>();
        for (; read < all.size(); read++) {
            Decoded<Reply> decoded = codec.replies(all.get(read).bytes());
            assertThat(decoded).isInstanceOf(Decoded.Messages.class);
            news.addAll(((Decoded.Messages<Reply>) decoded).messages());
        }
        return news;
    }

    /// What has come, if it is publications.
    List<Publication> publications() {
        return news().stream().map(it -> (Publication) ((Reply.Push) it.body()).event()).toList();
    }

    void isClosedWith(DisconnectCode code) {
        session.lane().runAll();
        assertThat(session.closed().map(CloseReason::code)).contains(code.code());
        assertThat(session.failures()).isEmpty();
        assertThat(session.lane().alarms()).isZero();
    }
}
