package dev.duplex.app.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.testkit.InMemorySession;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EchoTest {
    private final Echo echo = new Echo();

    @Test
    void sendsBackWhatComesAsWhatItCame() {
        InMemorySession session = InMemorySession.open(echo);
        session.peerSends("text");
        session.peerSends(Message.binary(new byte[] {1, 2}));
        assertThat(session.sent()).extracting(Message::isText).containsExactly(true, false);
        assertThat(session.sentText()).containsExactly("text", "\u0001\u0002");
    }

    @Test
    void doesNotReadFromAPeerThatDoesNotRead() {
        InMemorySession session = InMemorySession.open(echo);
        session.full(true);
        session.peerSends("one");
        assertThat(session.isReading()).isFalse();
        session.peerSends("two");
        assertThat(session.sentText()).isEmpty();
        session.full(false);
        session.lane().runAll();
        assertThat(session.isReading()).isTrue();
        assertThat(session.sentText()).containsExactly("one", "two");
    }

    /// What had come already when reading was suspended may still be delivered.
    @Test
    void keepsTheOrderOfWhatComesLate() {
        InMemorySession session = InMemorySession.open(echo);
        session.full(true);
        session.peerSends("one");
        session.full(false);
        echo.onMessage(session, Message.text("late"));
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("one", "late");
    }

    @Test
    void oneFullQueueIsNobodyElsesAffair() {
        InMemorySession slow = InMemorySession.open(echo);
        InMemorySession quick = InMemorySession.open(echo);
        slow.full(true);
        slow.peerSends("waits");
        quick.peerSends("goes");
        assertThat(quick.sentText()).containsExactly("goes");
        assertThat(quick.isReading()).isTrue();
    }

    @Test
    void forgetsWhatWaitedForAPeerThatIsGone() {
        InMemorySession session = InMemorySession.open(echo);
        session.full(true);
        session.peerSends("waits");
        session.peerCloses(CloseReason.NORMAL);
        assertThat(echo.isIdle()).isTrue();
    }

    @Property
    void losesNothingAndKeepsTheOrder(@ForAll List<Boolean> steps) {
        InMemorySession session = InMemorySession.open(new Echo());
        List<String> all = new ArrayList<>();
        boolean full = false;
        for (boolean message : steps) {
            if (message) {
                all.add("m" + all.size());
                session.peerSends(all.getLast());
            } else {
                full = !full;
                session.full(full);
                session.lane().runAll();
            }
        }
        session.full(false);
        session.lane().runAll();
        assertThat(session.sentText()).isEqualTo(all);
        assertThat(session.failures()).isEmpty();
    }
}
