package dev.duplex.app.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final InMemorySession session = InMemorySession.open(new Ticker());

    @Test
    void ticksEachSecondFromASecondAfterOpening() {
        session.lane().pass(Duration.ofMillis(999));
        assertThat(session.sentText()).isEmpty();
        session.lane().pass(Duration.ofMillis(1));
        assertThat(session.sentText()).containsExactly("tick!");
        session.lane().pass(Duration.ofSeconds(1));
        assertThat(session.sentText()).containsExactly("tick!", "tick!");
    }

    @Test
    void endsWithItsSession() {
        session.lane().pass(Duration.ofSeconds(1));
        session.peerCloses(CloseReason.NORMAL);
        session.lane().pass(Duration.ofSeconds(10));
        assertThat(session.sentText()).containsExactly("tick!");
        assertThat(session.lane().alarms()).isZero();
    }

    @Test
    void theEndOfTheLaneIsNoFailure() {
        ManualLane lane = session.lane();
        lane.end();
        lane.runNow(() -> new Ticker().onOpen(session));

        assertThatThrownBy(() -> lane.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(lane.alarms()).isZero();
        assertThat(session.failures()).isEmpty();
    }
}
