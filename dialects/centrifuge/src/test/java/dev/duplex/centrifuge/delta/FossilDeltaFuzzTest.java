package dev.duplex.centrifuge.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// The first byte says how many of the others are the source; the rest is a delta, and a target.
class FossilDeltaFuzzTest {
    private static final int LIMIT = 4096;

    @FuzzTest
    void deltas(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int size = Math.min(input[0] & 0xFF, input.length - 1);
        byte[] source = Arrays.copyOfRange(input, 1, 1 + size);
        byte[] rest = Arrays.copyOfRange(input, 1 + size, input.length);

        FossilDelta.apply(source, rest, LIMIT)
                .ifPresent(made -> {
                    assertThat(made.length).isLessThanOrEqualTo(LIMIT);
                    assertComesBack(source, made);
                });
        assertComesBack(source, rest);
    }

    private static void assertComesBack(byte[] source, byte[] target) {
        byte[] delta = FossilDelta.create(source, target);
        assertThat(FossilDelta.apply(source, delta, target.length)).contains(target);
    }
}
