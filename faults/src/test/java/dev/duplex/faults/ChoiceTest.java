package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Property(tries = 300)
    void oneSeedChoosesTheSame(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 1) double fraction,
            @ForAll @IntRange(max = 40) int size) {
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        List<Integer> chosen = new Choice(fraction, new Random(seed)).of(all);
        assertThat(chosen)
                .hasSize((int) Math.ceil(fraction * size))
                .doesNotHaveDuplicates()
                .isSubsetOf(all)
                .isEqualTo(new Choice(fraction, new Random(seed)).of(all));
    }

    @Test
    void allAreAll() {
        assertThat(Choice.all().of(List.of(1, 2, 3))).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aFractionIsOne() {
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Choice(wrong, new Random(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a fraction");
        }
    }
}
