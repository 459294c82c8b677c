package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final int CHANNELS = 20_000;

    private static int of(int channel, int servers) {
        return Spread.bucket(Spread.hash("news:" + channel), servers);
    }

    @Test
    void eachServerHasAnEqualPart() {
        int[] counts = new int[5];
        IntStream.range(0, CHANNELS).forEach(i -> counts[of(i, 5)]++);
        for (int count : counts) {
            assertThat(count).isBetween(CHANNELS / 5 * 9 / 10, CHANNELS / 5 * 11 / 10);
        }
    }

    @Test
    void oneMoreTakesItsPartAndLeavesTheRest() {
        long moved =
                IntStream.range(0, CHANNELS)
                        .filter(i -> of(i, 5) != of(i, 6))
                        .peek(i -> assertThat(of(i, 6)).isEqualTo(5))
                        .count();
        assertThat(moved).isBetween(CHANNELS / 6 * 9L / 10, CHANNELS / 6 * 11L / 10);
    }

    /// Programs of other versions look for a channel where this one puts it.
    @Test
    void theSpreadDoesNotChange() {
        assertThat(IntStream.range(0, 8).map(i -> of(i, 10)))
                .containsExactly(2, 0, 4, 2, 0, 8, 6, 8);
    }
}
