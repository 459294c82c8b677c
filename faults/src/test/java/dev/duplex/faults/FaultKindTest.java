package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultKindTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(FaultKind kind) {
        assertThat(FaultKind.named(kind.toString())).isEqualTo(kind);
    }

    @Test
    void aNameThatIsNoneIsToldTheOthers() {
        assertThatThrownBy(() -> FaultKind.named("cuts"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is no fault 'cuts'; there are cut, cut-frame, stall, half-close, throttle, refuse,"
                                + " blackhole, pause, kill, restart, redis-cut, partition, redis-kill,"
                                + " redis-empty, failover, balancer-kill");
    }
}
