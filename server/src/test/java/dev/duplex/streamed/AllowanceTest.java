package dev.duplex.streamed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final int MOST = 10 * Allowance.OVERHEAD;

    private final Allowance allowance = new Allowance(MOST);

    @Test
    @DisplayName("what is released makes room again")
    void makesRoom() {
        int half = MOST / 2 - Allowance.OVERHEAD;
        assertThat(allowance.take(half)).isTrue();
        assertThat(allowance.take(half + 1)).isFalse();
        assertThat(allowance.take(half)).isTrue();
        assertThat(allowance.take(0)).isFalse();
        allowance.release(half);
        assertThat(allowance.take(half)).isTrue();
    }

    @Test
    @DisplayName("what is larger than all of it is held alone")
    void largerIsAlone() {
        assertThat(allowance.take(MOST)).isTrue();
        assertThat(allowance.take(0)).isFalse();
        allowance.release(MOST);
        assertThat(allowance.take(0)).isTrue();
        assertThat(allowance.take(MOST)).isFalse();
    }

    @Test
    @DisplayName("messages without bytes are limited in number")
    void emptyOnes() {
        for (int i = 0; i < 10; i++) {
            assertThat(allowance.take(0)).isTrue();
        }
        assertThat(allowance.take(0)).isFalse();
    }
}
