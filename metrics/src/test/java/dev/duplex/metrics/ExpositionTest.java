package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The strict reader that the other tests trust.
class ExpositionTest {
    @Test
    void aGoodTextIsRead() {
        Exposition read =
                Exposition.parse(
                        """
                        # HELP a_total words
                        # TYPE a_total counter
                        a_total{x="1",y="a\\"b"} 3.0
                        # TYPE h histogram
                        h_bucket{le="1"} 1
                        h_bucket{le="+Inf"} 2
                        h_count 2
                        h_sum 7.5
                        """);
        assertThat(read.value("a_total", "y", "a\\\"b", "x", "1")).isEqualTo(3);
        assertThat(read.value("h_count")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1\n",
                "# TYPE a counter\na 1",
                "# TYPE a counter\nb 1\n",
                "# TYPE a counter\na 1\na 1\n",
                "# TYPE a counter\na -1\n",
                "# TYPE a counter\na{x=1} 1\n",
                "# TYPE a counter\na{x=\"\\t\"} 1\n",
                "# TYPE a counter\n# TYPE a counter\na 1\n",
                "# TYPE a number\na 1\n",
                "# TYPE a counter\na one\n",
                "# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum 1\n",
                "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_count 1\nh_sum 1\n"
            })
    void aBadTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Exposition.parse(text));
    }
}
