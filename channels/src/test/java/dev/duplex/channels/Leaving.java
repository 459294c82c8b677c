package dev.duplex.channels;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A subscriber that has no room at first, and then does what it does from within what it is told.
final class Leaving implements Subscriber {
    /// When it unsubscribes.
    enum When {
        OFFERED,
        SKIPPED,
        /// It says that it has room whenever it is offered something.
        NEVER
    }

    private final Lane lane;
    private final When when;
    private final List<String> told = new ArrayList<>();
    private @Nullable Subscription subscription;
    private boolean full;

    Leaving(Lane lane, When when) {
        this.lane = lane;
        this.when = when;
        full = when != When.OFFERED;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void subscribed(Subscription begun, Start start) {
        subscription = begun;
    }

    @Override
    public Offer offer(Publication publication) {
        told.add(publication.payload().toString());
        if (full) {
            return Offer.FULL;
        }
        switch (when) {
            case OFFERED -> own().unsubscribe();
            case NEVER -> own().drained();
            case SKIPPED -> {}
        }
        return Offer.ACCEPTED;
    }

    @Override
    public void skipped(Subscription its, long count) {
        told.add("skipped " + count);
        if (when == When.SKIPPED) {
            its.unsubscribe();
        }
    }

    void drain() {
        full = false;
        own().drained();
    }

    List<String> told() {
        return List.copyOf(told);
    }

    private Subscription own() {
        return requireNonNull(subscription, "not subscribed");
    }
}
