package dev.duplex.app.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.testkit.InMemorySession;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final InMemorySession session = InMemorySession.open(new Ticker(later::add));

    private void aSecondPasses() {
        later.remove().run();
    }

    @Test
    void ticksEachSecondFromASecondAfterOpening() {
        assertThat(session.sentText()).isEmpty();
        aSecondPasses();
        assertThat(session.sentText()).containsExactly("tick!");
        aSecondPasses();
        assertThat(session.sentText()).containsExactly("tick!", "tick!");
    }

    @Test
    void endsWithItsSession() {
        aSecondPasses();
        session.peerCloses(CloseReason.NORMAL);
        aSecondPasses();
        assertThat(session.sentText()).containsExactly("tick!");
        assertThat(later).isEmpty();
    }
}
