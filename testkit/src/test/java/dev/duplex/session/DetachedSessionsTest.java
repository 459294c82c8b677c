package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Limits;
import dev.duplex.SessionObserver;
import dev.duplex.testkit.InMemoryRequest;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The sessions of an endpoint, by their keys.
class DetachedSessionsTest {
    private final DetachedFixture fixture = new DetachedFixture();
    private final Admission admission = DetachedSessions.admission(Limits.DEFAULT);
    private final DetachedSessions sessions =
            new DetachedSessions(fixture.settings(Limits.DEFAULT), admission);

    private RecordingReceiver open() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> {
            if (!(find(_ -> stream) instanceof DetachedSessions.Found.Opened)) {
                throw new AssertionError("there is one");
            }
        });
        return stream;
    }

    private DetachedSessions.Found find(Function<DetachedSession, Receiver> receiver) {
        return sessions.findOrOpen(
                "key",
                fixture.lane,
                InMemoryRequest.of("/echo"),
                "",
                () -> SessionObserver.NONE,
                receiver);
    }

    @Test
    void theServersEndClosesThem() {
        RecordingReceiver stream = open();
        sessions.goAway();
        fixture.lane.runAll();

        assertThat(stream.frames).containsExactly("open", "close 1001 ");
        assertThat(fixture.told).containsExactly("open", "close 1001");
    }

    @Test
    void oneThatIsOpenedWhileTheServerEndsIsClosedToo() {
        sessions.goAway();
        RecordingReceiver stream = open();

        assertThat(stream.frames).containsExactly("open", "close 1001 ");
        assertThat(fixture.told).containsExactly("open", "close 1001");
    }

    @Test
    void oneWhoseClientCouldNotBeToldEndsAtTheDeadline() {
        RecordingReceiver stream = open();
        stream.full(true);
        sessions.goAway();
        fixture.lane.runAll();
        assertThat(fixture.told).as("it waits for room").containsExactly("open");
        sessions.cutOff();
        fixture.lane.runAll();
        assertThat(fixture.told).containsExactly("open", "close 1006");
        sessions.find("key").ifPresent(session -> fixture.in(() -> session.lost(stream)));

        assertThat(fixture.told).as("its end is told once").hasSize(2);
    }

    @Test
    void oneThatHasEndedIsNotEndedAgainAtTheDeadline() {
        open();
        sessions.goAway();
        sessions.cutOff();
        fixture.lane.runAll();

        assertThat(fixture.told).containsExactly("open", "close 1001");
    }

    @Test
    void oneThatIsOpenedBehindTheDeadlineEndsToo() {
        sessions.cutOff();
        open();

        assertThat(fixture.told).containsExactly("open", "close 1006");
    }

    @Test
    void oneWhoseReceiverCannotBeMadeTakesNoRoom() {
        fixture.in(() ->
                assertThatThrownBy(() ->
                                find(_ -> {
                                    throw new IllegalArgumentException("by the test");
                                }))
                        .hasMessage("by the test"));

        assertThat(sessions.size()).isZero();
        assertThat(admission.total()).isZero();
        assertThat(fixture.told).as("the endpoint never knew of it").isEmpty();
        assertThat(fixture.lane.alarms()).isZero();
        assertThat(open().frames).as("the key is free").containsExactly("open");
    }

    @Test
    void oneThatIsFoundBeforeThatFailsIsToldSo() {
        RecordingReceiver late = RecordingReceiver.poll();
        fixture.in(() ->
                assertThatThrownBy(() ->
                                find(made -> {
                                    fixture.lane.execute(() -> made.attach(late));
                                    throw new IllegalArgumentException("by the test");
                                }))
                        .hasMessage("by the test"));

        assertThat(late.frames).containsExactly("close 1002 Connection interrupted");
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void oneWhoseFirstAnswerFailsEndsAndMakesRoom() {
        RecordingReceiver done = RecordingReceiver.poll();
        done.open();
        fixture.in(() ->
                assertThatThrownBy(() -> find(_ -> done)).hasMessageContaining("after the end"));
        assertThat(fixture.told).containsExactly("open", "close 1006");
        fixture.lane.pass(DetachedFixture.DELAY);

        assertThat(sessions.size()).isZero();
        assertThat(admission.total()).isZero();
    }

    @Test
    void oneThatIsForgottenMakesRoom() {
        open();
        sessions.goAway();
        fixture.lane.runAll();
        assertThat(sessions.size()).isEqualTo(1);
        fixture.lane.pass(DetachedFixture.DELAY);

        assertThat(sessions.size()).isZero();
    }
}
