package dev.duplex.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.testkit.InMemoryRequest;
import org.junit.jupiter.api.Test;

class CallbackTest {
    private static Callback of(String query) {
        return Callback.of(InMemoryRequest.of("/echo/000/s/jsonp" + query));
    }

    @Test
    void aNameMayBeAsLongAsTheLimitAndNoLonger() {
        String longest = "x".repeat(Callback.MAX_LENGTH);

        assertThat(of("?c=" + longest)).isEqualTo(new Callback.Named(longest));
        assertThat(of("?c=" + longest + "x")).isInstanceOf(Callback.Refused.class);
    }

    @Test
    void bothNamesOfTheParameterAreTaken() {
        assertThat(of("?c=_jp.a1")).isEqualTo(new Callback.Named("_jp.a1"));
        assertThat(of("?callback=_jp.a1")).isEqualTo(new Callback.Named("_jp.a1"));
    }

    @Test
    void withoutANameNothingCanBeCalled() {
        assertThat(of("")).isEqualTo(new Callback.Refused("\"callback\" parameter required\n"));
        assertThat(of("?c=")).isEqualTo(new Callback.Refused("\"callback\" parameter required\n"));
    }
}
