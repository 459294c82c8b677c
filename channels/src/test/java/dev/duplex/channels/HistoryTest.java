package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the hub says of a channel's history, and what it does not take.
class HistoryTest {
    private static final HistoryQuery ALL =
            new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false);

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "kept",
                                            ChannelOptions.builder()
                                                    .history(100, Duration.ofMinutes(1))
                                                    .build(),
                                            "text",
                                            ChannelOptions.builder()
                                                    .kinds(Set.of(Payload.Kind.TEXT))
                                                    .build())))
                    .limits(
                            HubLimits.builder()
                                    .laneBytes(1 << 20)
                                    .drainBudget(64)
                                    .channelNameBytes(255)
                                    .recoverPublications(10)
                                    .historyPublications(7)
                                    .historyPageBytes(100)
                                    .latestKeys(10)
                                    .presenceMembers(3)
                                    .build())
                    .build();

    private static <T> Result<T> now(CompletionStage<Result<T>> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void refused(Result<?> result, Problem problem) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
    }

    private List<Long> offsets(HistoryQuery query) {
        return now(hub.history("kept:a", query)).orElseThrow().publications().stream()
                .map(Publication::offset)
                .toList();
    }

    private void publish(int count) {
        IntStream.range(0, count)
                .forEach(i ->
                        assertThat(hub.publish("kept:a", Bytes.owned("" + i)))
                                .isEqualTo(Offer.ACCEPTED));
    }

    @Test
    void oneQueryGivesABoundedNumber() {
        publish(20);
        assertThat(offsets(ALL)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(offsets(new HistoryQuery(Optional.empty(), 8, true))).hasSize(7).startsWith(20L);
        assertThat(offsets(new HistoryQuery(Optional.empty(), 2, false))).hasSize(2);
    }

    @Test
    void oneQueryGivesABoundedNumberOfBytes() {
        for (int size : new int[] {50, 50, 1, 200, 1}) {
            assertThat(hub.publish("kept:a", Bytes.owned("x".repeat(size))))
                    .isEqualTo(Offer.ACCEPTED);
        }
        assertThat(offsets(ALL)).containsExactly(1L, 2L);
        assertThat(offsets(ALL.withinBytes(60))).containsExactly(1L);
        assertThat(offsets(new HistoryQuery(Optional.empty(), 5, true))).containsExactly(5L);
        // From page to page: no publication is so large that one does not come behind it.
        List<Long> all = new ArrayList<>();
        Position last = position(0);
        for (List<Long> page = offsets(HistoryQuery.after(last, 5));
                !page.isEmpty();
                page = offsets(HistoryQuery.after(last, 5))) {
            all.addAll(page);
            last = position(page.getLast());
        }
        assertThat(all).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    private Position position(long offset) {
        return new Position(
                now(hub.history("kept:a", HistoryQuery.POSITION)).orElseThrow().position().epoch(),
                offset);
    }

    @Test
    void aDraftMaySkipIt() {
        publish(1);
        Draft passing = Draft.of(Bytes.owned("x")).withIdempotencyKey("k").withoutHistory();
        assertThat(now(hub.publish("kept:a", passing)))
                .isEqualTo(Result.done(new Published(Position.NONE, false)));
        assertThat(now(hub.publish("kept:a", passing)))
                .isEqualTo(Result.done(new Published(Position.NONE, true)));
        publish(1);
        assertThat(offsets(ALL)).containsExactly(1L, 2L);
    }

    @Test
    void aPositionOfAnotherEpochIsSaidToBeUnrecoverable() {
        publish(1);
        refused(
                now(hub.history("kept:a", HistoryQuery.after(new Position("other", 0), 5))),
                Problem.UNRECOVERABLE_POSITION);
    }

    @Test
    void aPositionWithoutAnEpochIsOfTheChannelsOwn() {
        publish(5);
        assertThat(offsets(HistoryQuery.after(Position.NONE, 5)))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(offsets(HistoryQuery.after(new Position("", 3), 5))).containsExactly(4L, 5L);
        assertThat(offsets(new HistoryQuery(Optional.of(new Position("", 3)), 5, true)))
                .containsExactly(2L, 1L);
        assertThat(offsets(HistoryQuery.after(new Position("", 5), 5))).isEmpty();
    }

    @Test
    void whatIsNotKeptIsNotAvailable() {
        refused(now(hub.history("text:a", ALL)), Problem.NOT_AVAILABLE);
        refused(now(hub.removeHistory("text:a")), Problem.NOT_AVAILABLE);
        refused(now(hub.history("none:a", ALL)), Problem.UNKNOWN_CHANNEL);
        refused(now(hub.removeHistory("none:a")), Problem.UNKNOWN_CHANNEL);
    }

    @Test
    void aChannelTakesItsKindsOfPayloadOnly() {
        Payload binary = Payload.of(Payload.Kind.BINARY, new byte[] {1});
        refused(now(hub.publish("text:a", Draft.of(binary))), Problem.BAD_REQUEST);
        assertThatThrownBy(() -> hub.publish("text:a", binary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BINARY");
        refused(now(hub.publish("none:a", Draft.of(binary))), Problem.UNKNOWN_CHANNEL);
        assertThatThrownBy(() -> hub.publish("none:a", binary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none:a");
        assertThatThrownBy(() -> hub.subscribe("none:a", new Listener(new ManualLane())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameKeyIsPublishedOnce() {
        Draft draft = Draft.of(Bytes.owned("once")).withIdempotencyKey("k");
        Published first = now(hub.publish("kept:a", draft)).orElseThrow();
        Published again = now(hub.publish("kept:a", draft)).orElseThrow();

        assertThat(first.duplicate()).isFalse();
        assertThat(again).isEqualTo(new Published(first.position(), true));
        assertThat(offsets(ALL)).hasSize(1);
    }

    @Test
    void channelsWithSubscribersAreListed() {
        ManualLane lane = new ManualLane();
        hub.subscribe("kept:b", new Listener(lane));
        hub.subscribe("kept:a", new Listener(lane));
        hub.subscribe("kept:a", new Listener(lane));
        hub.subscribe("text:a", new Listener(lane));
        assertThat(hub.channels(it -> it.startsWith("kept:")))
                .containsExactly(Map.entry("kept:a", 2), Map.entry("kept:b", 1));
    }
}
