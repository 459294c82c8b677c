package dev.duplex.app.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.InMemorySession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineSessionTest {
    private static final Payload KILOBYTE = Payload.of(Payload.Kind.TEXT, new byte[1_000]);

    private final Lines lines = new Lines();
    private final List<String> told = new ArrayList<>();
    private Optional<Session> opened = Optional.empty();
    private InMemorySession peer = InMemorySession.open(new Endpoint() {});

    /// Remembers its session, and what it is told.
    private final class Told implements Endpoint {
        @Override
        public void onOpen(Session session) {
            opened = Optional.of(session);
        }

        @Override
        public void onMessage(Session session, Message message) {
            told.add(message.string());
        }

        @Override
        public void onDrained(Session session) {
            told.add("drained");
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            told.add("closed " + reason.code());
        }
    }

    private InMemorySession open(String line) {
        InMemoryRequest request = InMemoryRequest.of("/").withPathParameter("line", line);
        peer =
                InMemorySession.open(
                        new LineEndpoint(new Told(), lines, () -> peer.lane().nanoTime()),
                        request,
                        new Hub());
        return peer;
    }

    private Session session(int bytesPerSecond) {
        lines.find("a").orElseThrow().limit(bytesPerSecond);
        open("a");
        return opened.orElseThrow();
    }

    /// Sends until there is no room.
    private int fill(Session session) {
        int sent = 0;
        while (session.sendShared(KILOBYTE) == Offer.ACCEPTED) {
            sent++;
        }
        return sent;
    }

    @Test
    void anOpenLineLetsEverythingThrough() {
        Session session = session(Line.OPEN);
        for (int i = 0; i < 1_000; i++) {
            assertThat(session.sendShared(KILOBYTE)).isEqualTo(Offer.ACCEPTED);
        }
        assertThat(session.isWritable()).isTrue();
        assertThat(lines.find("a").orElseThrow().bytes()).isEqualTo(1_000_000);
    }

    @Test
    void aLimitedLineLetsSoMuchThroughASecondAndSaysWhenThereIsRoom() {
        Session session = session(10_000);
        int sent = fill(session);
        assertThat(session.isWritable()).isFalse();
        for (int i = 0; i < 100; i++) {
            told.clear();
            peer.lane().pass(Duration.ofMillis(100));
            assertThat(told.size()).isLessThanOrEqualTo(1);
            sent += fill(session);
        }
        // Ten seconds, and what may go at once.
        assertThat(sent).isBetween(99, 103);
        assertThat(peer.sent()).hasSize(sent);
    }

    @Test
    void whatAnswersOneGoesAtOnceAndTakesTheRoomOfTheOthers() {
        Session session = session(1_000);
        fill(session);
        assertThat(session.send("answer".repeat(1_000))).isEqualTo(Offer.ACCEPTED);
        peer.lane().pass(Duration.ofSeconds(6));
        assertThat(session.isWritable()).isFalse();
        peer.lane().pass(Duration.ofSeconds(2));
        assertThat(session.isWritable()).isTrue();
    }

    @Test
    void aLineThatBecomesFasterLetsWaitersGoOnSoon() {
        Session session = session(Line.SLOWEST);
        session.send("x".repeat(1_000_000));
        assertThat(session.isWritable()).isFalse();
        lines.find("a").orElseThrow().limit(Line.OPEN);
        peer.lane().pass(LineSession.LOOK);
        assertThat(told).containsExactly("drained");
        assertThat(session.isWritable()).isTrue();
    }

    @Test
    void aSessionWithoutRoomIsFullOnAnOpenLineToo() {
        Session session = session(Line.OPEN);
        peer.full(true);
        assertThat(session.isWritable()).isFalse();
        assertThat(session.sendShared(KILOBYTE)).isEqualTo(Offer.FULL);
        peer.full(false);
        peer.lane().runAll();
        assertThat(told).containsExactly("drained");
    }

    @Test
    void whoWaitsWhenTheSessionEndsIsToldNothingMore() {
        Session session = session(1_000);
        fill(session);
        peer.peerCloses(CloseReason.NORMAL);
        peer.lane().pass(Duration.ofSeconds(10));
        assertThat(told).containsExactly("closed 1000");
        assertThat(peer.lane().alarms()).isZero();
    }

    @Test
    void messagesOfThePeerComeAsTheyAre() {
        session(1_000);
        peer.peerSends("hello");
        assertThat(told).containsExactly("hello");
    }

    @Test
    void aLineHasAName() {
        assertThat(open("a b").isOpen()).isFalse();
        assertThat(open("").isOpen()).isFalse();
        peer.lane().runAll();
        assertThat(told).isEmpty();
        assertThat(open("a").isOpen()).isTrue();
    }

    @Test
    void thereIsALimitedNumberOfLinesAndThoseInUseStay() {
        session(5_000);
        for (int i = 0; i < 2 * Lines.MAX_LINES; i++) {
            assertThat(lines.find("other" + i)).isPresent();
        }
        assertThat(lines.find("a").orElseThrow().bytesPerSecond()).isEqualTo(5_000);
        for (int i = 1; i < Lines.MAX_LINES; i++) {
            open("used" + i);
        }
        assertThat(open("more").isOpen()).isFalse();
        assertThat(lines.find("more")).isEmpty();
        peer.lane().runAll();
    }
}
