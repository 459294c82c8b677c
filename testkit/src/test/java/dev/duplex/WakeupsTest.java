package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Lane;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Handlers of several sessions on one lane, all of them waiting.
class WakeupsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManualLane lane = new ManualLane();
    private final Wakeups wakeups = new Wakeups();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<WaitingSession> sessions = new ArrayList<>();
    private final List<Thread> handlers = new ArrayList<>();

    /// A session on the lane of this test.
    private final class OnLane extends ForwardingSession {
        OnLane() {
            super(InMemorySession.open(new Endpoint() {}));
        }

        @Override
        public Lane lane() {
            return lane;
        }
    }

    private void waiting(int count) {
        for (int i = 0; i < count; i++) {
            WaitingSession session = new WaitingSession(new OnLane(), wakeups);
            sessions.add(session);
            handlers.add(Thread.startVirtualThread(() -> receive(session)));
        }
        handlers.forEach(WakeupsTest::awaitWaiting);
    }

    private void receive(WaitingSession session) {
        try {
            received.add(session.receive().map(Message::string).orElse("the end"));
        } catch (InterruptedException interrupted) {
            received.add(interrupted.toString());
        }
    }

    private static void awaitWaiting(Thread handler) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (handler.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            Thread.onSpinWait();
        }
    }

    private List<String> nextReceived(int count) {
        List<String> next = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                next.add(received.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS));
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return next;
    }

    private void arrive(int from, int to) {
        for (int i = from; i < to; i++) {
            sessions.get(i).arrived(Message.text("m" + i));
        }
    }

    private static String[] texts(int from, int to) {
        String[] texts = new String[to - from];
        for (int i = from; i < to; i++) {
            texts[i - from] = "m" + i;
        }
        return texts;
    }

    @AfterEach
    void end() {
        sessions.forEach(it -> it.ended(CloseReason.GOING_AWAY));
    }

    @Test
    void theyAreWokenUpWhenTheBatchEnds() {
        waiting(3);
        lane.runNow(() -> {
            arrive(0, 3);
            // Nobody has told them, so this is no question of time.
            assertThat(handlers)
                    .allSatisfy(it -> assertThat(it.getState()).isEqualTo(Thread.State.WAITING));
        });
        assertThat(nextReceived(3)).containsExactlyInAnyOrder(texts(0, 3));
    }

    @Test
    void oneAloneIsWokenUpToo() {
        waiting(1);
        lane.runNow(() -> arrive(0, 1));
        assertThat(nextReceived(1)).containsExactly("m0");
    }

    /// A batch may be long.
    @Test
    void manyAreWokenUpBeforeTheBatchEnds() {
        waiting(Wakeups.MOST + 1);
        lane.runNow(() -> {
            arrive(0, Wakeups.MOST + 1);
            assertThat(nextReceived(Wakeups.MOST))
                    .containsExactlyInAnyOrder(texts(0, Wakeups.MOST));
            assertThat(handlers.getLast().getState()).isEqualTo(Thread.State.WAITING);
        });
        assertThat(nextReceived(1)).containsExactly("m" + Wakeups.MOST);
    }

    /// The batches of one lane, and the handlers of one session, go on.
    @Test
    void whoWasWokenUpIsWokenUpAgain() {
        for (int batch = 0; batch < 100; batch++) {
            sessions.clear();
            handlers.clear();
            waiting(2);
            lane.runNow(() -> arrive(0, 2));
            assertThat(nextReceived(2)).containsExactlyInAnyOrder(texts(0, 2));
        }
    }
}
