package dev.duplex.app.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How fast users act.
class ActRatesTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final ActRates rates = new ActRates(nanos::get);

    /// How many acts are taken until one is not.
    private int burst(String user) {
        int taken = 0;
        while (rates.take(user)) {
            taken++;
        }
        return taken;
    }

    @Test
    void eachUserHasTheirOwnRate() {
        assertThat(burst("ann")).isEqualTo(2 * (int) ActRates.PER_SECOND);
        assertThat(burst("bob")).isEqualTo(2 * (int) ActRates.PER_SECOND);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(burst("ann")).isEqualTo((int) ActRates.PER_SECOND);
    }

    @Test
    void aLimitedNumberOfUsersIsRemembered() {
        burst("the first");
        burst("the second");
        for (int i = 0; i < ActRates.USERS - 2; i++) {
            rates.take("user" + i);
        }
        assertThat(rates.take("the first")).isFalse();
        rates.take("one more");
        assertThat(rates.users()).isEqualTo(ActRates.USERS);
        assertThat(rates.take("the first")).as("it has been here lately").isFalse();
        assertThat(rates.take("the second")).as("it is forgotten").isTrue();
    }
}
