package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How long a session lives on without anybody who receives ("the session must time out after 5
/// seconds of not having a receiving connection").
///
/// Where a client has to be in time its requests go out in one piece, one behind the other: a slow one
/// would not be in time.
class DisconnectDelayTest extends OwnServerSuite {
    private static final Duration DELAY = Duration.ofMillis(800);

    /// So many polls wait their turn that one still waits while a slow test looks at the session.
    private static final int POLLS = 200;

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
                .isGreaterThan(DELAY.minusMillis(20));
        Verify.notFound(session.send("[\"late\"]"));
        session.opensAndPolls("[\"anew\"]", "a[\"anew\"]");
        endpoint.opened();
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
        RawHttp http = polls(service(server).session(), transport);
        // The heartbeat comes after more than the delay.
        if (transport.streams()) {
            FrameStream.of(http, transport).comes("h");
        } else {
            SessionUrl.answered(transport, http.readResponse(), "h");
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
        RawHttp http = polls(service(server).session(), Transport.XHR);
        endpoint.opened();
        // As many as come in two delays.
        for (int i = 0; i < 8; i++) {
            SessionUrl.answered(Transport.XHR, http.readResponse(), "h");
        }
        endpoint.noneClosed();
        endpoint.noneOpened();
    }

    /// Opens a session by a poll, behind which others by this transport wait their turn.
    private static RawHttp polls(SessionUrl session, Transport transport) {
        RawRequest[] requests = new RawRequest[POLLS];
        Arrays.fill(requests, session.receiving(transport));
        requests[0] = session.receiving(Transport.XHR);
        RawHttp http = session.service().connect().pipeline(requests);
        SessionUrl.answered(Transport.XHR, http.readResponse(), "o");
        return http;
    }

    /// Closes when anything comes.
    private static Recorder closing() {
        return new Recorder() {
            @Override
            public void onMessage(Session session, Message message) {
                session.close(new CloseReason(3000, "Go away!"));
            }
        };
    }

    @Test
    @DisplayName(
            "a closed session serves its close frame until the delay has passed; then the id is free")
    void closedSessionsAreForgotten() throws InterruptedException {
        Recorder closing = closing();
        Server server = serve(closing, OPTIONS);
        SessionUrl session = service(server).session();
        RawRequest poll = session.receiving(Transport.XHR);
        RawHttp http =
                session.service()
                        .connect()
                        .pipeline(poll, session.sending("[\"close\"]"), poll, poll);
        SessionUrl.answered(Transport.XHR, http.readResponse(), "o");
        SessionUrl.taken(http.readResponse());
        closing.opened();
        for (int i = 0; i < 2; i++) {
            SessionUrl.answered(Transport.XHR, http.readResponse(), "c[3000,\"Go away!\"]");
        }
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
        closing.opened();
    }

    @Test
    @DisplayName(
            "who closes a session by what is read behind a poll that was just answered has it closed as it says")
    void closesByWhatWaitedBehindAPoll() throws InterruptedException {
        Recorder closing = closing();
        Server server =
                serve(closing, ANY.toBuilder().heartbeatInterval(Duration.ofMillis(200)).build());
        SessionUrl session = service(server).session();
        session.polls(Transport.XHR, "o");
        RawRequest poll = session.receiving(Transport.XHR);
        RawHttp http =
                session.service().connect().pipeline(poll, session.sending("[\"close\"]"), poll);
        SessionUrl.answered(Transport.XHR, http.readResponse(), "h");
        SessionUrl.taken(http.readResponse());
        SessionUrl.answered(Transport.XHR, http.readResponse(), "c[3000,\"Go away!\"]");
        assertThat(closing.closed().code()).isEqualTo(3000);
    }

    @Test
    @DisplayName("messages for an absent client die with its session")
    void messagesDieWithTheSession() throws InterruptedException {
        Server server = serve(endpoint, OPTIONS);
        SessionUrl session = service(server).session();
        RawHttp http =
                session.service()
                        .connect()
                        .pipeline(
                                session.receiving(Transport.XHR),
                                session.sending("[\"for nobody\"]"));
        SessionUrl.answered(Transport.XHR, http.readResponse(), "o");
        SessionUrl.taken(http.readResponse());
        assertThat(endpoint.closed().code()).isEqualTo(1006);
        session.opensAndPolls("[\"for me\"]", "a[\"for me\"]");
    }
}
