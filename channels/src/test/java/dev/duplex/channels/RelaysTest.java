package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.memory.MemoryEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelaysTest {
    private static final String OTHER = "other";
    private static final Payload MESSAGE =
            Payload.of(Payload.Kind.TEXT, "content".getBytes(StandardCharsets.US_ASCII));
    private static final Relayed.Request REQUEST =
            new Relayed.Request(OTHER, 9, "a secret", MESSAGE);

    /// A cluster whose only other node is this test.
    private static final class Wire implements Cluster {
        record Sent(String node, Relayed relayed, CompletableFuture<Boolean> onItsWay) {}

        final List<Sent> sent = new ArrayList<>();

        @Override
        public void start(Node self, ClusterListener listener) {
            // Nothing comes by it: tests say what does.
        }

        @Override
        public CompletionStage<Void> broadcast(Command command) {
            throw new AssertionError("nobody commands");
        }

        @Override
        public CompletionStage<Boolean> relay(String node, Relayed message) {
            CompletableFuture<Boolean> onItsWay = new CompletableFuture<>();
            sent.add(new Sent(node, message, onItsWay));
            return onItsWay;
        }

        @Override
        public CompletionStage<List<Status>> nodes() {
            return CompletableFuture.completedStage(List.of());
        }

        @Override
        public void close() {
            // There is nothing.
        }

        List<Relayed.Receipt> receipts(int place) {
            return ((Relayed.Receipts) sent.get(place).relayed()).receipts();
        }
    }

    /// Counts.
    private static final class Seen implements HubObserver {
        final List<RelayOutcome> relayed = new ArrayList<>();
        final List<RelayOutcome> arrived = new ArrayList<>();

        @Override
        public void relayed(RelayOutcome outcome, long nanos) {
            relayed.add(outcome);
        }

        @Override
        public void relayArrived(RelayOutcome outcome) {
            arrived.add(outcome);
        }
    }

    private final Wire wire = new Wire();
    private final Seen seen = new Seen();

    private Hub hub(HubLimits limits) {
        Engine memory = MemoryEngine.create();
        return Hub.builder()
                .engine(new Engine(memory.streams(), memory.presence(), wire))
                .limits(limits)
                .observer(seen)
                .build();
    }

    private static CompletableFuture<RelayOutcome> send(Hub hub, Payload message) {
        return hub.relays().send(OTHER, "a secret", message).toCompletableFuture();
    }

    private static Relayed answer(Wire.Sent sent, RelayOutcome outcome) {
        long number = ((Relayed.Request) sent.relayed()).number();
        return new Relayed.Receipts(List.of(new Relayed.Receipt(number, outcome)));
    }

    @Test
    @DisplayName("the first who has the session gets the message, and nobody else")
    void oneGetsIt() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            List<String> asked = new ArrayList<>();
            Relays.Receiver has = (it, _) -> asked.add("has " + it.session());
            hub.relays()
                    .add((_, _) -> {
                        asked.add("has it not");
                        return false;
                    });
            hub.relays().add(has);
            hub.relays().add((_, _) -> asked.add("is not asked"));
            hub.relays().received(REQUEST);
            assertThat(asked).containsExactly("has it not", "has a secret");
            hub.relays().remove(has);
            hub.relays().received(REQUEST);
            assertThat(asked).endsWith("has it not", "is not asked");
        }
    }

    @Test
    @DisplayName("whoever has handed something on hears what the other node says of it")
    void hearsOfIt() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            for (RelayOutcome said :
                    List.of(RelayOutcome.TAKEN, RelayOutcome.NO_SESSION, RelayOutcome.BUSY)) {
                CompletableFuture<RelayOutcome> outcome = send(hub, MESSAGE);
                Wire.Sent sent = wire.sent.getLast();
                assertThat(sent.node()).isEqualTo(OTHER);
                assertThat(((Relayed.Request) sent.relayed()).from()).isEqualTo(hub.node());
                sent.onItsWay().complete(true);
                assertThat(outcome).isNotDone();
                hub.relays().received(answer(sent, said));
                assertThat(outcome).isCompletedWithValue(said);
                // A second one is for nobody.
                hub.relays().received(answer(sent, RelayOutcome.BUSY));
            }
            assertThat(seen.relayed)
                    .containsExactly(
                            RelayOutcome.TAKEN, RelayOutcome.NO_SESSION, RelayOutcome.BUSY);
        }
    }

    @Test
    @DisplayName("word may come before it is known that the message is on its way")
    void wordFirst() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            CompletableFuture<RelayOutcome> outcome = send(hub, MESSAGE);
            hub.relays().received(answer(wire.sent.getLast(), RelayOutcome.TAKEN));
            wire.sent.getLast().onItsWay().complete(true);
            assertThat(outcome).isCompletedWithValue(RelayOutcome.TAKEN);
        }
    }

    @Test
    @DisplayName("what finds no node, or cannot be handed on, is told so at once")
    void doesNotGo() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            CompletableFuture<RelayOutcome> nowhere = send(hub, MESSAGE);
            wire.sent.getLast().onItsWay().complete(false);
            assertThat(nowhere).isCompletedWithValue(RelayOutcome.NO_NODE);
            CompletableFuture<RelayOutcome> failed = send(hub, MESSAGE);
            wire.sent.getLast().onItsWay().completeExceptionally(new EngineException("no"));
            assertThat(failed).isCompletedWithValue(RelayOutcome.FAILED);
            assertThat(seen.relayed).containsExactly(RelayOutcome.NO_NODE, RelayOutcome.FAILED);
        }
    }

    @Test
    @DisplayName("a node that says nothing is not waited for longer than relayPatience")
    void unanswered() {
        HubLimits limits = HubLimits.builder().relayPatience(Duration.ofMillis(20)).build();
        try (Hub hub = hub(limits)) {
            CompletableFuture<RelayOutcome> outcome = send(hub, MESSAGE);
            wire.sent.getLast().onItsWay().complete(true);
            assertThat(outcome.join()).isEqualTo(RelayOutcome.UNANSWERED);
            hub.relays().received(answer(wire.sent.getLast(), RelayOutcome.TAKEN));
            assertThat(seen.relayed).containsExactly(RelayOutcome.UNANSWERED);
        }
    }

    @Test
    @DisplayName(
            "no more than relayedBytes are on their way to a node; one that is larger goes alone")
    void underWay() {
        HubLimits limits = HubLimits.builder().relayedBytes(2 * (7 + UnderWay.OVERHEAD)).build();
        try (Hub hub = hub(limits)) {
            CompletableFuture<RelayOutcome> first = send(hub, MESSAGE);
            CompletableFuture<RelayOutcome> second = send(hub, MESSAGE);
            assertThat(send(hub, MESSAGE)).isCompletedWithValue(RelayOutcome.TOO_MUCH);
            assertThat(hub.relays().send("a third", "its", MESSAGE).toCompletableFuture())
                    .isNotDone();
            assertThat(wire.sent).hasSize(3);
            hub.relays().received(answer(wire.sent.getFirst(), RelayOutcome.TAKEN));
            assertThat(first).isDone();
            CompletableFuture<RelayOutcome> fits = send(hub, MESSAGE);
            assertThat(List.of(second, fits)).noneMatch(CompletableFuture::isDone);
            Payload large = Payload.of(Payload.Kind.BINARY, new byte[10_000]);
            assertThat(hub.relays().send("a fourth", "its", large).toCompletableFuture())
                    .isNotDone();
        }
    }

    @Test
    @DisplayName("what is counted of a node is forgotten with the last that was on its way there")
    void countsNothingForGood() {
        UnderWay underWay = new UnderWay(1_000);
        assertThat(underWay.take("one", 100)).isTrue();
        assertThat(underWay.take("one", 400)).isFalse();
        assertThat(underWay.take("another", 5_000)).isTrue();
        assertThat(underWay.nodes()).isEqualTo(2);
        underWay.release("one", 100);
        underWay.release("another", 5_000);
        assertThat(underWay.nodes()).isZero();
        assertThat(underWay.take("one", 400)).isTrue();
    }

    private Consumer<RelayOutcome> arrive(Hub hub, long number) {
        List<Consumer<RelayOutcome>> told = new ArrayList<>();
        Relays.Receiver has = (_, receipt) -> told.add(receipt);
        hub.relays().add(has);
        hub.relays().received(new Relayed.Request(OTHER, number, "session", MESSAGE));
        hub.relays().remove(has);
        return told.getFirst();
    }

    @Test
    @DisplayName("a node tells who asked what became of it; of a session that is not there too")
    void tells() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            arrive(hub, 1).accept(RelayOutcome.TAKEN);
            assertThat(wire.sent.getLast().node()).isEqualTo(OTHER);
            assertThat(wire.receipts(0))
                    .containsExactly(new Relayed.Receipt(1, RelayOutcome.TAKEN));
            wire.sent.getLast().onItsWay().complete(true);
            hub.relays().received(REQUEST);
            assertThat(wire.receipts(1))
                    .containsExactly(new Relayed.Receipt(9, RelayOutcome.NO_SESSION));
            assertThat(seen.arrived).containsExactly(RelayOutcome.TAKEN, RelayOutcome.NO_SESSION);
        }
    }

    @Test
    @DisplayName("while word is on its way what follows is gathered, and goes together")
    void tellsTogether() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            arrive(hub, 0).accept(RelayOutcome.TAKEN);
            for (int i = 1; i <= Receipts.TOGETHER + 1; i++) {
                arrive(hub, i).accept(RelayOutcome.BUSY);
            }
            assertThat(wire.sent).hasSize(1);
            // Word that is lost holds up nothing.
            wire.sent.get(0).onItsWay().completeExceptionally(new EngineException("no"));
            assertThat(wire.receipts(1)).hasSize(Receipts.TOGETHER);
            wire.sent.get(1).onItsWay().complete(true);
            assertThat(wire.receipts(2))
                    .containsExactly(new Relayed.Receipt(Receipts.TOGETHER + 1, RelayOutcome.BUSY));
            wire.sent.get(2).onItsWay().complete(true);
            assertThat(wire.sent).hasSize(3);
            arrive(hub, 5).accept(RelayOutcome.TAKEN);
            assertThat(wire.sent).hasSize(4);
        }
    }

    @Test
    @DisplayName("no more than Receipts.WAITING wait for one node")
    void tellsNoMoreThanWait() {
        try (Hub hub = hub(HubLimits.DEFAULT)) {
            for (int i = 0; i <= Receipts.WAITING + 10; i++) {
                arrive(hub, i).accept(RelayOutcome.TAKEN);
            }
            int told = 1;
            for (int i = 0; i < wire.sent.size(); i++) {
                told = wire.receipts(i).size() + (i == 0 ? 0 : told);
                wire.sent.get(i).onItsWay().complete(true);
            }
            assertThat(told).isEqualTo(Receipts.WAITING + 1);
        }
    }

    @Test
    @DisplayName("a log learns neither the session nor the message")
    void staysSecret() {
        assertThat(REQUEST).hasToString("a relayed message of 7 bytes");
    }
}
