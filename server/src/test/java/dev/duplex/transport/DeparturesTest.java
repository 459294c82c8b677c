package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who is sent away, and when.
class DeparturesTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final List<Integer> gone = new ArrayList<>();

    private Departures of(int count, Duration window) {
        return new Departures(
                IntStream.range(0, count).<Runnable>mapToObj(i -> () -> gone.add(i)).toList(),
                window);
    }

    private static long after(double seconds) {
        return (long) (seconds * 1e9);
    }

    @Test
    void oneAfterTheOtherEvenly() {
        Departures departures = of(100, WINDOW);
        assertThat(departures.send(0)).isTrue();
        assertThat(gone).hasSize(1);
        for (int tenths = 1; tenths < 100; tenths++) {
            assertThat(departures.send(after(tenths / 10.0 + 0.01))).isEqualTo(tenths < 99);
            assertThat(gone).hasSize(tenths + 1);
        }
        assertThat(gone).doesNotHaveDuplicates();
        assertThat(gone)
                .as("in the order in which they came")
                .isNotEqualTo(gone.stream().sorted().toList());
    }

    @Test
    void whoseTurnWasMissedGoesWithTheNext() {
        Departures departures = of(10, WINDOW);
        assertThat(departures.send(after(4.5))).isTrue();
        assertThat(gone).hasSize(5);
        assertThat(departures.send(after(11))).isFalse();
        assertThat(gone).hasSize(10);
    }

    @Test
    void allAtOnceInNoTime() {
        assertThat(of(10, Duration.ZERO).send(0)).isFalse();
        assertThat(gone).hasSize(10);
    }

    @Test
    void nobodyIsWaitedForWhereNobodyIs() {
        assertThat(of(0, WINDOW).send(0)).isFalse();
        assertThat(of(1, WINDOW).send(0)).isFalse();
    }
}
