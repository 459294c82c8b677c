package dev.duplex.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.testkit.ManualLane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final Duration GRACE = Duration.ofSeconds(25);

    private final ManualLane lane = new ManualLane();
    private Instant now = Instant.EPOCH;
    private int expired;
    private final Expiry expiry = new Expiry(lane, () -> now, GRACE, () -> expired++);

    private void pass(Duration time) {
        now = now.plus(time);
        lane.pass(time);
    }

    private static Optional<Instant> after(Duration time) {
        return Optional.of(Instant.EPOCH.plus(time));
    }

    @Test
    void endsAfterItsTimeAndItsGraceOnce() {
        expiry.set(after(Duration.ofSeconds(60)));
        assertThat(expiry.expires()).isTrue();
        assertThat(expiry.secondsLeft()).isEqualTo(60);
        pass(Duration.ofSeconds(84));
        assertThat(expired).isZero();
        assertThat(expiry.secondsLeft()).as("never none").isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(expired).isEqualTo(1);
        pass(Duration.ofDays(2));
        assertThat(expired).isEqualTo(1);
    }

    @Test
    void renewedItHoldsUntilThenOrForGood() {
        expiry.set(after(Duration.ofSeconds(60)));
        expiry.set(after(Duration.ofMinutes(10)));
        pass(Duration.ofSeconds(624));
        assertThat(expired).isZero();
        expiry.set(Optional.empty());
        assertThat(expiry.expires()).isFalse();
        assertThat(expiry.secondsLeft()).isZero();
        pass(Duration.ofDays(2));
        assertThat(expired).isZero();
        assertThat(lane.alarms()).isZero();
    }

    @Test
    void whatIsOverIsToldLaterAndNotWhileItIsSet() {
        now = Instant.EPOCH.plus(GRACE);
        expiry.set(Optional.of(Instant.EPOCH));
        assertThat(expired).isZero();
        pass(Duration.ZERO);
        assertThat(expired).isEqualTo(1);
    }

    @Test
    void longTimesAndTimesBeyondAllClocksAreNoTrouble() {
        expiry.set(after(Duration.ofDays(3)));
        pass(Duration.ofDays(3));
        assertThat(expired).isZero();
        pass(GRACE);
        assertThat(expired).isEqualTo(1);
        expiry.set(Optional.of(Instant.MAX));
        assertThat(expiry.secondsLeft()).isEqualTo(Integer.MAX_VALUE);
        pass(Duration.ofDays(3));
        assertThat(expired).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackMakesItLonger() {
        expiry.set(after(Duration.ofSeconds(60)));
        now = now.minusSeconds(10);
        pass(Duration.ofSeconds(90));
        assertThat(expired).isZero();
        pass(Duration.ofSeconds(5));
        assertThat(expired).isEqualTo(1);
    }

    @Test
    void endedItTellsNothingAnyMore() {
        expiry.set(after(Duration.ofSeconds(60)));
        expiry.end();
        pass(Duration.ofDays(2));
        assertThat(expired).isZero();
        assertThat(lane.alarms()).isZero();
    }

    @Test
    void aLaneThatHasEndedHasNothingToTell() {
        lane.end();
        expiry.set(after(Duration.ofSeconds(60)));
        assertThat(expired).isZero();
    }

    @Test
    void aTimeIsOverWhenItHasCome() {
        assertThat(Expiry.isOver(Optional.empty(), () -> now)).isFalse();
        assertThat(Expiry.isOver(Optional.of(now), () -> now)).isTrue();
        assertThat(Expiry.isOver(Optional.of(now.plusNanos(1)), () -> now)).isFalse();
    }
}
