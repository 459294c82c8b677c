package dev.duplex.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A [Witness] that takes publications together where it may.
final class BurstWitness implements BurstSubscriber {
    private final Witness witness;
    private final List<Burst> bursts = new ArrayList<>();
    private Predicate<Burst> taken = _ -> true;

    BurstWitness(Witness witness) {
        this.witness = witness;
    }

    BurstWitness taking(Predicate<Burst> taken) {
        this.taken = taken;
        return this;
    }

    @Override
    public boolean takes(Burst burst) {
        return taken.test(burst);
    }

    @Override
    public Offer offer(Burst burst) {
        bursts.add(burst);
        for (Publication publication : burst.publications()) {
            Offer offer = witness.offer(publication);
            if (offer != Offer.ACCEPTED) {
                return offer;
            }
        }
        return Offer.ACCEPTED;
    }

    @Override
    public Lane lane() {
        return witness.lane();
    }

    @Override
    public Offer offer(Publication publication) {
        return witness.offer(publication);
    }

    @Override
    public boolean wants(Publication publication) {
        return witness.wants(publication);
    }

    @Override
    public void subscribed(Subscription subscription, Start start) {
        witness.subscribed(subscription, start);
    }

    @Override
    public void refused(Subscription subscription, Problem problem, String reason) {
        witness.refused(subscription, problem, reason);
    }

    @Override
    public void signalled(Subscription subscription, Signal signal) {
        witness.signalled(subscription, signal);
    }

    @Override
    public void skipped(Subscription subscription, long count) {
        witness.skipped(subscription, count);
    }

    @Override
    public void ended(Subscription subscription, End end) {
        witness.ended(subscription, end);
    }

    List<String> told() {
        return witness.told();
    }

    List<Burst> bursts() {
        return List.copyOf(bursts);
    }

    List<Integer> sizes() {
        return bursts.stream().map(it -> it.publications().size()).toList();
    }
}
