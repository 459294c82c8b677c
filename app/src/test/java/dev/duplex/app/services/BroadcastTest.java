package dev.duplex.app.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.channels.Hub;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.InMemorySession;
import org.junit.jupiter.api.Test;

class BroadcastTest {
    private final Broadcast broadcast = new Broadcast("room");
    private final Hub hub = new Hub();

    private InMemorySession open() {
        InMemorySession session =
                InMemorySession.open(broadcast, InMemoryRequest.of("/ws/broadcast"), hub);
        session.lane().runAll();
        return session;
    }

    @Test
    void eachMessageGoesToEveryConnectionTheSendersToo() {
        broadcast.attach(hub);
        InMemorySession one = open();
        InMemorySession two = open();
        one.peerSends("hello");
        one.lane().runAll();
        two.lane().runAll();
        assertThat(one.sentText()).containsExactly("hello");
        assertThat(two.sentText()).containsExactly("hello");
    }

    @Test
    void whoComesBeforeTheServerStandsIsToldToComeAgain() {
        InMemorySession early = open();
        assertThat(early.closed()).contains(new CloseReason(1013, "the server is starting"));
    }
}
