package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    @Property(tries = 300)
    void theSameSeedGivesTheSame(@ForAll long seed, @ForAll @Size(min = 1) Set<FaultKind> kinds) {
        assertThat(plan(seed, kinds, SECOND, SECOND.multipliedBy(3), 50))
                .isEqualTo(plan(seed, kinds, SECOND, SECOND.multipliedBy(3), 50));
    }

    @Property(tries = 300)
    void everythingIsInItsRange(
            @ForAll long seed,
            @ForAll @Size(min = 1) Set<FaultKind> kinds,
            @ForAll @LongRange(max = 4_000) long shortest,
            @ForAll @LongRange(max = 5_000) long more) {
        Duration longest = Duration.ofMillis(shortest + more);
        List<Planned> plan = plan(seed, kinds, Duration.ofMillis(shortest), longest, 50);
        assertThat(plan).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(plan)
                .allSatisfy(fault -> {
                    assertThat(fault.kind()).isIn(kinds);
                    if (fault.kind().lasts()) {
                        Duration told =
                                isOfSilence(fault) ? fault.lasts().minus(SILENCE) : fault.lasts();
                        assertThat(told).isBetween(Duration.ofMillis(shortest), longest);
                    } else {
                        assertThat(fault.lasts()).isZero();
                    }
                    assertThat(fault.fraction()).isBetween(0.0, 1.0);
                    assertThat(fault.bytes()).isPositive();
                    assertThat(fault.bytesPerSecond()).isPositive();
                    assertThat(fault.directions())
                            .hasSizeBetween(1, fault.kind() == FaultKind.STALL ? 2 : 1);
                });
    }

    /// Nothing that is asked for lasts as long.
    private static boolean isOfSilence(Planned fault) {
        return fault.kind() == FaultKind.PARTITION && fault.lasts().compareTo(SILENCE) >= 0;
    }

    @Test
    void mostOfWhatNobodyIsToldOfLastsUntilItIsNoticed() {
        List<Planned> plan = plan(4, Set.of(FaultKind.PARTITION), SECOND, SECOND, 300);
        assertThat(plan.stream().filter(ScheduleTest::isOfSilence).count()).isBetween(170L, 230L);
        assertThat(plan).extracting(Planned::lasts).containsOnly(SECOND, SECOND.plus(SILENCE));
        assertThat(plan(4, Set.of(FaultKind.REDIS_CUT), SECOND, SECOND, 300))
                .extracting(Planned::lasts)
                .containsOnly(SECOND);
    }

    @Property(tries = 300)
    void noTwoOfAGroupAtOnce(@ForAll long seed, @ForAll @Size(min = 1) Set<FaultKind> kinds) {
        Map<FaultKind.Group, Duration> until = new EnumMap<>(FaultKind.Group.class);
        for (Planned fault : plan(seed, kinds, SECOND, SECOND.multipliedBy(9), 50)) {
            FaultKind.Group group = fault.kind().group();
            assertThat(fault.at()).isGreaterThanOrEqualTo(until.getOrDefault(group, fault.at()));
            until.put(group, fault.at().plus(fault.lasts()));
        }
    }

    /// All of other groups come first; those of one wait for each other.
    @Property(tries = 300)
    void eachKindComesEarly(@ForAll long seed, @ForAll @Size(min = 1) Set<FaultKind> kinds) {
        Duration moment = Duration.ofMillis(1);
        Schedule schedule =
                new Schedule(seed, kinds, SECOND.multipliedBy(10), moment, moment, moment);
        assertThat(Stream.generate(schedule::next).limit(kinds.size() + 20L).map(Planned::kind))
                .containsAll(kinds);
    }

    @Test
    void allKindsComeAndOthersWithAnotherSeed() {
        Set<FaultKind> all = EnumSet.allOf(FaultKind.class);
        List<Planned> plan = plan(1, all, SECOND, SECOND, 200);
        assertThat(plan).extracting(Planned::kind).containsAll(all);
        assertThat(plan(2, all, SECOND, SECOND, 200)).isNotEqualTo(plan);
    }

    @Test
    void theIntervalIsKeptOnAverage() {
        int count = 20_000;
        List<Planned> plan = plan(3, Set.of(FaultKind.CUT), SECOND, SECOND, count);
        assertThat(plan.getLast().at().toMillis() / (double) count).isCloseTo(1000, within(50.0));
    }

    private static List<Planned> plan(
            long seed, Set<FaultKind> kinds, Duration shortest, Duration longest, int count) {
        Schedule schedule = new Schedule(seed, kinds, SECOND, shortest, longest, SILENCE);
        return Stream.generate(schedule::next).limit(count).toList();
    }
}
