package dev.duplex.channels;

import dev.duplex.channels.engine.Cluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way of a client's message from the node that it has come to, to the node that has the client's session, and of word back of what became of it. Any thread.
public final class Relays {
    /// Whoever has sessions by their names.
    @FunctionalInterface
    public interface Receiver {
        /// A message has come for a session. Called on any thread, one at a time in the order in which one node has sent them; never blocks, never throws.
        ///
        /// @param receipt is told what became of it, once, on any thread, with an outcome that [RelayOutcome#isSaid]; if the session is not here, not at all
        /// @return whether the session is here
        boolean received(Relayed.Request request, Consumer<RelayOutcome> receipt);
    }

    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();

    /// What other nodes have not answered, by its number.
    private final ConcurrentHashMap<Long, CompletableFuture<RelayOutcome>> asked =
            new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final Cluster cluster;
    private final String self;
    private final HubLimits limits;
    private final HubObserver observer;
    private final UnderWay underWay;
    private final Receipts receipts;

    /// @param self the id of this node
    Relays(Cluster cluster, String self, HubLimits limits, HubObserver observer) {
        this.cluster = cluster;
        this.self = self;
        this.limits = limits;
        this.observer = observer;
        underWay = new UnderWay(limits.relayedBytes());
        receipts = new Receipts(cluster);
    }

    /// Hands a message on to the node that has its session, and waits to hear what became of it.
    ///
    /// @param node its id ([Hub#node])
    /// @param session the session's name
    /// @param message owns its bytes
    /// @return what became of it; never fails
    public CompletionStage<RelayOutcome> send(String node, String session, Payload message) {
        int bytes = message.size();
        if (!underWay.take(node, bytes)) {
            observer.relayed(RelayOutcome.TOO_MUCH, 0);
            return CompletableFuture.completedStage(RelayOutcome.TOO_MUCH);
        }
        long began = System.nanoTime();
        long number = numbers.incrementAndGet();
        CompletableFuture<RelayOutcome> outcome = new CompletableFuture<>();
        asked.put(number, outcome);
        cluster.relay(node, new Relayed.Request(self, number, session, message))
                .whenComplete((onItsWay, failure) -> sent(outcome, onItsWay, failure));
        if (!outcome.isDone()) {
            var _ =
                    outcome.completeOnTimeout(
                            RelayOutcome.UNANSWERED,
                            limits.relayPatience().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
        return outcome.thenApply(it -> {
            asked.remove(number);
            underWay.release(node, bytes);
            observer.relayed(it, System.nanoTime() - began);
            return it;
        });
    }

    private static void sent(
            CompletableFuture<RelayOutcome> outcome,
            @Nullable Boolean onItsWay,
            @Nullable Throwable failure) {
        if (failure != null || onItsWay == null) {
            outcome.complete(RelayOutcome.FAILED);
        } else if (!onItsWay) {
            outcome.complete(RelayOutcome.NO_NODE);
        }
    }

    /// From now on this one is asked too about what comes.
    public void add(Receiver receiver) {
        receivers.add(receiver);
    }

    /// It is asked no more. Nothing happens if it never was.
    public void remove(Receiver receiver) {
        receivers.remove(receiver);
    }

    /// Another node has sent this.
    void received(Relayed relayed) {
        switch (relayed) {
            case Relayed.Request request -> received(request);
            case Relayed.Receipts(List<Relayed.Receipt> all) -> all.forEach(this::answered);
        }
    }

    private void received(Relayed.Request request) {
        Consumer<RelayOutcome> receipt =
                outcome -> {
                    observer.relayArrived(outcome);
                    receipts.tell(request.from(), new Relayed.Receipt(request.number(), outcome));
                };
        for (Receiver each : receivers) {
            if (each.received(request, receipt)) {
                return;
            }
        }
        receipt.accept(RelayOutcome.NO_SESSION);
    }

    /// One that comes too late is for nobody.
    private void answered(Relayed.Receipt receipt) {
        CompletableFuture<RelayOutcome> waiting = asked.get(receipt.number());
        if (waiting != null) {
            waiting.complete(receipt.outcome());
        }
    }
}
