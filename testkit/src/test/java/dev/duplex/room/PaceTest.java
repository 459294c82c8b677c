package dev.duplex.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which ticks happen, and when.
class PaceTest {
    private static final long PERIOD = 100;
    private static final long BEGIN = 7_000;

    private final Pace pace = new Pace(PERIOD, 3);

    PaceTest() {
        pace.begin(BEGIN);
    }

    @Test
    void theFirstIsDueAtOnceAndTheOthersOnAGrid() {
        assertThat(pace.delay(BEGIN)).isZero();
        assertThat(pace.next(BEGIN)).isEqualTo(new Tick(0, 0, 0, PERIOD));
        assertThat(pace.delay(BEGIN + 30)).isEqualTo(70);
        assertThat(pace.next(BEGIN + 110)).isEqualTo(new Tick(1, 0, 10, PERIOD));
        assertThat(pace.delay(BEGIN + 110)).isEqualTo(90);
    }

    @Test
    void aTimerThatIsEarlyIsNotLate() {
        pace.next(BEGIN);
        assertThat(pace.next(BEGIN + 99).lateNanos()).isZero();
        assertThat(pace.delay(BEGIN + 99)).isEqualTo(101);
    }

    @Test
    void whoIsALittleBehindMakesUpForAllOfIt() {
        pace.next(BEGIN);
        long now = BEGIN + 450;
        for (long number = 1; number <= 4; number++) {
            assertThat(pace.delay(now)).isZero();
            assertThat(pace.next(now)).isEqualTo(new Tick(number, 0, 450 - 100 * number, PERIOD));
        }
        assertThat(pace.delay(now)).isEqualTo(50);
    }

    @Test
    void whoIsFarBehindSkipsWhatIsMoreAndSaysSo() {
        pace.next(BEGIN);
        long now = BEGIN + 10 * PERIOD + 1;
        assertThat(pace.next(now)).isEqualTo(new Tick(7, 6, 301, PERIOD));
        assertThat(pace.next(now)).isEqualTo(new Tick(8, 0, 201, PERIOD));
        assertThat(pace.next(now)).isEqualTo(new Tick(9, 0, 101, PERIOD));
        assertThat(pace.next(now)).isEqualTo(new Tick(10, 0, 1, PERIOD));
        assertThat(pace.delay(now)).isEqualTo(99);
    }

    @Test
    void aClockThatBeginsAgainGoesOnCounting() {
        pace.next(BEGIN);
        pace.begin(BEGIN + 1_000_000);
        assertThat(pace.next(BEGIN + 1_000_000)).isEqualTo(new Tick(1, 0, 0, PERIOD));
    }

    @Test
    void aTickIsLateFromHalfOfItsTimeOn() {
        assertThat(new Tick(0, 0, 49, PERIOD).isLate()).isFalse();
        assertThat(new Tick(0, 0, 50, PERIOD).isLate()).isTrue();
    }
}
