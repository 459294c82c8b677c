package dev.duplex.app.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.testkit.ManualLane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is told at the doors, and to whom: nothing is looked at for nobody.
class DoorsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualLane lane = new ManualLane();
    private final Hub hub =
            Hub.builder()
                    .namespaces(Namespaces.of(Map.of("door", ChannelOptions.TRANSIENT)))
                    .build();
    private final List<CompletableFuture<String>> glances = new ArrayList<>();
    private String now = "1";
    private boolean isSlow;
    private final Doors doors =
            Doors.open(
                    hub,
                    lane,
                    () -> {},
                    lane::nanoTime,
                    Map.of("a", this::glance, "b", () -> CompletableFuture.completedStage("[]")));

    private CompletableFuture<String> glance() {
        CompletableFuture<String> glance = new CompletableFuture<>();
        glances.add(glance);
        if (!isSlow) {
            glance.complete(now);
        }
        return glance;
    }

    /// Somebody who looks.
    private final class Reader implements Subscriber {
        final List<String> got = new ArrayList<>();

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Offer offer(Publication publication) {
            got.add(new String(publication.payload().bytes(), StandardCharsets.UTF_8));
            return Offer.ACCEPTED;
        }
    }

    private Reader reader(String channel) {
        Reader reader = new Reader();
        hub.subscribe(channel, reader);
        return reader;
    }

    private void pass(Duration time) {
        lane.pass(time);
        lane.runAll();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void looksOnlyWhileSomebodyDoesAndAtNoOtherDoor() {
        pass(SECOND);
        assertThat(glances).isEmpty();
        Reader other = reader("door:b");
        pass(SECOND);
        assertThat(glances).isEmpty();
        assertThat(other.got).isNotEmpty().containsOnly("[]");
        Reader reader = reader("door:a");
        pass(Doors.LOOK);
        assertThat(reader.got).containsExactly("1");
        hub.unsubscribe("door:a", reader);
        glances.clear();
        pass(SECOND);
        assertThat(glances).isEmpty();
    }

    @Test
    void tellsWhatIsNewAndWhatIsNotOnceASecond() {
        Reader reader = reader("door:a");
        pass(Doors.LOOK);
        now = "2";
        pass(Doors.LOOK);
        assertThat(reader.got).containsExactly("1", "2");
        reader.got.clear();
        pass(SECOND.multipliedBy(4));
        assertThat(reader.got).hasSize(4).containsOnly("2");
    }

    @Test
    void whoComesIsToldAtOnceThoughNothingIsNew() {
        reader("door:a");
        pass(Doors.LOOK);
        Reader second = reader("door:a");
        pass(Doors.LOOK);
        assertThat(second.got).containsExactly("1");
    }

    @Test
    void whatIsBehindADoorIsNotAskedForAgainBeforeItCame() {
        isSlow = true;
        Reader reader = reader("door:a");
        pass(SECOND);
        assertThat(glances).hasSize(1);
        glances.getFirst().complete("late");
        lane.runAll();
        assertThat(reader.got).containsExactly("late");
        pass(Doors.LOOK);
        assertThat(glances).hasSize(2);
    }

    @Test
    void closedItLooksNoMore() {
        Reader reader = reader("door:a");
        pass(Doors.LOOK);
        doors.close();
        lane.runAll();
        reader.got.clear();
        pass(SECOND.multipliedBy(3));
        assertThat(reader.got).isEmpty();
        assertThat(lane.alarms()).isZero();
    }
}
