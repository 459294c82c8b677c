package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.testkit.InMemoryRequest;
import org.junit.jupiter.api.Test;

/// The sessions of an endpoint, by their keys.
class DetachedSessionsTest {
    private final DetachedFixture fixture = new DetachedFixture();
    private final DetachedSessions sessions =
            new DetachedSessions(
                    fixture.settings(Limits.DEFAULT), DetachedSessions.admission(Limits.DEFAULT));

    private RecordingReceiver open() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> {
            if (sessions.findOrOpen("key", fixture.lane, InMemoryRequest.of("/echo"))
                    instanceof DetachedSessions.Found.Opened(DetachedSession made)) {
                made.open(stream);
            }
        });
        return stream;
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
    void oneThatIsForgottenMakesRoom() {
        open();
        sessions.goAway();
        fixture.lane.runAll();
        assertThat(sessions.size()).isEqualTo(1);
        fixture.lane.pass(DetachedFixture.DELAY);

        assertThat(sessions.size()).isZero();
    }
}
