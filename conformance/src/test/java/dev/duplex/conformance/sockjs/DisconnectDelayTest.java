package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.testkit.RawResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How long a session lives on without anybody who receives ("the session must time out after 5
/// seconds of not having a receiving connection").
class DisconnectDelayTest extends OwnServerSuite {
    /// As long as a test's threads may need on a busy machine to come back in time.
    private static final Duration DELAY = Duration.ofMillis(800);

    private static final SockJsOptions OPTIONS = ANY.toBuilder().disconnectDelay(DELAY).build();

    private final Recorder endpoint = new Recorder();

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "Protocol.test_simpleSession: without a receiver the session times out (1006), and its id opens a"
                    + " new one")
    void timesOut(Transport transport) throws InterruptedException {
        Server server = serve(endpoint, OPTIONS.toBuilder().responseBytes(1).build());
        SessionUrl session = service(server).session();
        long before = System.nanoTime();
        if (transport.streams()) {
            session.stream(transport).comes("o").ends();
        } else {
            session.polls(transport, "o");
        }
        endpoint.opened();
        CloseReason reason = endpoint.closed();
        assertThat(reason.code()).isEqualTo(1006);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(DELAY.minusMillis(20), DELAY.plusSeconds(5));
        Verify.notFound(session.send("[\"late\"]"));
        session.open();
        endpoint.opened();
        session.sends("[\"anew\"]");
        session.polls("a[\"anew\"]");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a session lives as long as somebody receives, however quiet it is")
    void livesWhileSomebodyReceives(Transport transport) throws InterruptedException {
        Server server =
                serve(
                        endpoint,
                        OPTIONS.toBuilder()
                                .heartbeatInterval(DELAY.multipliedBy(5).dividedBy(4))
                                .build());
        SessionUrl session = service(server).session().open();
        // The heartbeat comes after more than the delay.
        if (transport.streams()) {
            session.stream(transport).comes("h");
        } else {
            session.polls(transport, "h");
        }
        endpoint.noneClosed();
        endpoint.opened();
        endpoint.noneOpened();
    }

    @Test
    @DisplayName("a session lives on while polls follow one another within the delay")
    void livesFromPollToPoll() throws InterruptedException {
        Server server =
                serve(endpoint, OPTIONS.toBuilder().heartbeatInterval(DELAY.dividedBy(4)).build());
        SessionUrl session = service(server).session().open();
        endpoint.opened();
        long end = System.nanoTime() + DELAY.multipliedBy(2).toNanos();
        while (System.nanoTime() < end) {
            session.polls("h");
        }
        endpoint.noneClosed();
        endpoint.noneOpened();
    }

    @Test
    @DisplayName(
            "a closed session serves its close frame until the delay has passed; then the id is free")
    void closedSessionsAreForgotten() throws InterruptedException {
        Server server = serve(endpoint, OPTIONS);
        SessionUrl session = service(server).session().open();
        endpoint.opened().close(new CloseReason(3000, "Go away!"));
        session.polls("c[3000,\"Go away!\"]");
        session.polls("c[3000,\"Go away!\"]");
        String next = "c[3000,\"Go away!\"]\n";
        // Asked for ever more seldom, so that it makes no difference whether asking renews the
        // delay.
        for (Duration pause = Duration.ofMillis(50);
                next.startsWith("c") && pause.toSeconds() < 10;
                pause = pause.multipliedBy(2)) {
            LockSupport.parkNanos(pause.toNanos());
            RawResponse answer = session.receive(Transport.XHR);
            next = answer.body();
            assertThat(next).isIn("o\n", "c[3000,\"Go away!\"]\n");
        }
        assertThat(next).isEqualTo("o\n");
        endpoint.opened();
    }

    @Test
    @DisplayName("messages for an absent client die with its session")
    void messagesDieWithTheSession() throws InterruptedException {
        Server server = serve(endpoint, OPTIONS);
        SessionUrl session = service(server).session().open();
        session.sends("[\"for nobody\"]");
        assertThat(endpoint.closed().code()).isEqualTo(1006);
        session.open();
        session.sends("[\"for me\"]");
        session.polls("a[\"for me\"]");
    }
}
