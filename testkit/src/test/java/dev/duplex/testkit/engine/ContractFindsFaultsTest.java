package dev.duplex.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.channels.memory.MemoryLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract is red for streams that do not keep it, and green for the same streams without the fault: it
/// does not merely pass.
class ContractFindsFaultsTest {
    /// What the contract is to find of each.
    private static final Map<BrokenStreams.Fault, List<String>> FOUND_BY =
            Map.of(
                    BrokenStreams.Fault.NONE,
                    List.of(),
                    BrokenStreams.Fault.DROPS,
                    List.of("offsetsRise", "idempotentWithoutHistory"),
                    BrokenStreams.Fault.DUPLICATES,
                    List.of("offsetsRise", "idempotentWithoutHistory"),
                    BrokenStreams.Fault.REORDERS,
                    List.of("offsetsRise", "idempotentWithoutHistory"),
                    BrokenStreams.Fault.FORGETS_KEYS,
                    List.of("idempotent", "idempotentAtOnce", "idempotentWithoutHistory"),
                    BrokenStreams.Fault.READS_STALE,
                    List.of(
                            "readsItsWrites",
                            "idempotent",
                            "idempotentAtOnce",
                            "pagesOfBytes",
                            "beyondTheEnd",
                            "hasNoHole"),
                    BrokenStreams.Fault.IGNORES_BYTES,
                    List.of("pagesOfBytes"),
                    BrokenStreams.Fault.OVERFLOWS,
                    List.of("beyondTheEnd"));

    private static final ThreadLocal<BrokenStreams.Fault> FAULT =
            ThreadLocal.withInitial(() -> BrokenStreams.Fault.NONE);

    @ParameterizedTest
    @EnumSource
    void isRedForAFault(BrokenStreams.Fault fault) {
        FAULT.set(fault);
        try {
            var events =
                    EngineTestKit.engine("junit-jupiter")
                            .selectors(
                                    Stream.of(
                                                    "offsetsRise",
                                                    "readsItsWrites",
                                                    "idempotent",
                                                    "idempotentAtOnce",
                                                    "idempotentWithoutHistory",
                                                    "pagesOfBytes",
                                                    "beyondTheEnd",
                                                    "hasNoHole")
                                            .map(it -> selectMethod(Subject.class, it))
                                            .toArray(DiscoverySelector[]::new))
                            .execute()
                            .testEvents();
            List<String> failed =
                    events.failed().stream()
                            .map(it -> it.getTestDescriptor().getSource().orElseThrow().toString())
                            .map(it -> it.replaceAll(".*methodName = '(\\w+)'.*", "$1"))
                            .toList();
            assertThat(events.finished().count()).isEqualTo(8);
            assertThat(failed).containsExactlyInAnyOrderElementsOf(FOUND_BY.get(fault));
        } finally {
            FAULT.remove();
        }
    }

    /// Not a test of its own: its name is not one that the build runs.
    static final class Subject extends StreamsContract {
        private final MovableClock clock = new MovableClock();

        @Override
        protected Engine open() {
            Engine memory = MemoryEngine.create(MemoryLimits.DEFAULT, clock);
            return new Engine(
                    new BrokenStreams(memory.streams(), FAULT.get()),
                    memory.presence(),
                    memory.cluster());
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(1);
        }

        @Override
        protected void pass(Duration time) {
            clock.pass(time);
        }
    }
}
