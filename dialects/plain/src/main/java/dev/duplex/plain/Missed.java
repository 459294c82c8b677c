package dev.duplex.plain;

import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/// What a client is to have before what is published from now on, as fast as there is room for it; new ones may wait behind it. Touched
/// in its client's lane only.
final class Missed {
    /// Who is given them.
    interface Taker {
        /// @param skipped how many were left out before it
        Offer offer(Publication publication, long skipped);
    }

    /// One that there was no room for yet.
    private record Waiting(Publication publication, long skipped) {}

    private final Taker taker;
    private final int most;

    private final Deque<Waiting> waiting = new ArrayDeque<>(0);

    /// How many of those are new ones.
    private int behind;

    /// How many were left out before the next new one.
    private long skipped;

    /// Whether it is not known yet what was missed.
    private boolean held;

    /// @param taker gives the client one
    /// @param most how many new ones wait behind what was missed
    Missed(Taker taker, int most) {
        this.taker = taker;
        this.most = most;
    }

    /// What was missed is asked for: until [#begin] nothing is given.
    void hold() {
        held = true;
    }

    /// Gives what there is room for.
    void begin(Collection<Publication> missed) {
        held = false;
        Collection<Waiting> came = new ArrayDeque<>(waiting);
        waiting.clear();
        missed.forEach(it -> waiting.add(new Waiting(it, 0)));
        waiting.addAll(came);
        drained();
    }

    /// So many were left out before the next new one.
    void skipped(long count) {
        skipped += count;
    }

    /// Gives a new one, or lets it wait if something is before it. If there is no room for that either, there will be when some is out.
    Offer offer(Publication publication) {
        Offer offer = isEmpty() ? taker.offer(publication, skipped) : putBehind(publication);
        if (offer == Offer.ACCEPTED) {
            skipped = 0;
        }
        return offer;
    }

    private Offer putBehind(Publication publication) {
        if (behind == most) {
            return Offer.FULL;
        }
        waiting.add(new Waiting(publication, skipped));
        behind++;
        return Offer.ACCEPTED;
    }

    /// There is room again.
    ///
    /// @return whether it is for new ones
    boolean drained() {
        while (!held && !waiting.isEmpty() && give(waiting.element())) {
            waiting.remove();
            behind = Math.min(behind, waiting.size());
        }
        return isEmpty();
    }

    private boolean give(Waiting next) {
        return taker.offer(next.publication(), next.skipped()) == Offer.ACCEPTED;
    }

    /// Whether nothing waits.
    boolean isEmpty() {
        return !held && waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
        behind = 0;
        skipped = 0;
        held = false;
    }
}
