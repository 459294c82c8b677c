package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.verify.client.ClientKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void hasEverythingByDefault() {
        Plan plan = Plan.builder().build();
        assertThat(plan.clients()).containsExactly(ClientKind.values());
        assertThat(plan.publishers()).hasSize(4);
        assertThat(plan.faults()).isEmpty();
    }

    @Test
    void refusesWhatShowsNothing() {
        refused(Plan.builder().channels(List.of()), "there must be a channel");
        refused(Plan.builder().channels(List.of("a", "a")), "a channel is there twice");
        refused(Plan.builder().clients(List.of()), "there must be a client");
        refused(Plan.builder().publishers(List.of()), "there must be a publisher");
        refused(Plan.builder().rate(0), "the rate must be above 0");
        refused(
                Plan.builder().faultLongest(Duration.ofMillis(99)),
                "the longest fault must take 100 ms at least, not 99 ms");
        refused(
                Plan.builder().external("sse", List.of("cat")),
                "a program is named as a kind of client is: sse");
        refused(
                Plan.builder().external("sse-sleeper", List.of("cat")),
                "a program is named as a kind of client is: sse-sleeper");
        refused(Plan.builder().sleepers(-1), "there cannot be less than no sleepers");
        refused(
                Plan.builder().linger(Duration.ofMillis(-1)),
                "the time to linger must not be below 0");
        Plan.Builder twice = Plan.builder().external("npm", List.of("cat"));
        assertThatThrownBy(() -> twice.external("npm", List.of("cat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are two programs named npm");
    }

    @Test
    void limitsWhoTakesPart() {
        refused(
                Plan.builder().channels(List.of("a")).subscribers(1_000),
                "there may be 5000 publishers and subscribers, not 7010");
    }

    private static void refused(Plan.Builder plan, String why) {
        assertThatThrownBy(plan::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
