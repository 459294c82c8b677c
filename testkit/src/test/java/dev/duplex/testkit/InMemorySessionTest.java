package dev.duplex.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemorySessionTest {
    /// Writes down what it is called with.
    private static final class Diary implements Endpoint {
        private final List<String> entries = new ArrayList<>();
        private final List<Message> messages = new ArrayList<>();

        @Override
        public void onOpen(Session session) {
            entries.add("open " + session.request().path());
            session.subscribe("room");
        }

        @Override
        public void onMessage(Session session, Message message) {
            entries.add("message " + message.string());
            messages.add(message);
            if (message.string().equals("throw")) {
                throw new IllegalStateException("on purpose, by a test");
            }
        }

        @Override
        public void onDrained(Session session) {
            entries.add("drained");
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            entries.add("close " + reason.code());
        }
    }

    private final Diary diary = new Diary();
    private final Hub hub = new Hub();
    private final InMemorySession session =
            InMemorySession.open(diary, InMemoryRequest.of("/chat?x=1"), hub);

    @Test
    void theCallbacksComeInTheOrderOfTheContract() {
        session.peerSends("hello");
        session.close();
        session.lane().runAll();
        session.peerSends("too late");
        session.peerCloses(CloseReason.GOING_AWAY);

        assertThat(diary.entries).containsExactly("open /chat", "message hello", "close 1000");
    }

    @Test
    void aMessageThatIsUsedAfterItsCallbackThrows() {
        session.peerSends("kept");

        assertThatThrownBy(() -> diary.messages.getFirst().string())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("copy()");
    }

    @Test
    void whoFoundTheQueueFullHearsOfRoomOnce() {
        session.full(true);
        assertThat(session.send("x")).isEqualTo(Offer.FULL);
        assertThat(session.isWritable()).isFalse();
        session.full(false);
        session.lane().runAll();
        session.full(true);
        session.full(false);
        session.lane().runAll();

        assertThat(diary.entries).containsExactly("open /chat", "drained");
        assertThat(session.send("x")).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void roomsDeliverUntilTheSessionIsOver() {
        hub.publish("room", Message.text("hello, room"));
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("hello, room");
        session.peerCloses(CloseReason.NORMAL);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aSessionThatIsFullWhenAPublicationComesIsClosedWith1008() {
        session.full(true);
        hub.publish("room", Message.text("too much"));
        session.lane().runAll();

        assertThat(session.closed().orElseThrow().code()).isEqualTo(1008);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void anExceptionOutOfACallbackClosesWith1011() {
        session.peerSends("throw");
        session.lane().runAll();

        assertThat(session.failures()).hasSize(1);
        assertThat(diary.entries).endsWith("close 1011");
    }

    @Test
    void aStreamedMessageIsSentWhenItIsWhole() {
        try (MessageWriter writer = session.streamText()) {
            assertThatThrownBy(session::streamBinary).isInstanceOf(IllegalStateException.class);
            assertThat(writer.write("hel".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(Offer.ACCEPTED);
            assertThat(session.sent()).isEmpty();
            assertThat(writer.write("lo".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(Offer.ACCEPTED);
        }
        assertThat(session.sentText()).containsExactly("hello");
    }

    @Test
    void suspendedReadingHoldsMessagesBack() {
        session.suspendReading();
        session.peerSends("later");
        assertThat(diary.entries).hasSize(1);
        session.resumeReading();
        session.lane().runAll();
        assertThat(diary.entries).endsWith("message later");
    }
}
