package dev.duplex.plain;

import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Function;

/// What a client is to have before what is published from now on, as fast as there is room for it; new ones may wait behind it. Touched
/// in its client's lane only.
final class Missed {
    private final Function<Publication, Offer> give;
    private final int most;

    /// What there was no room for yet.
    private final Deque<Publication> waiting = new ArrayDeque<>(0);

    /// How many of those are new ones.
    private int behind;

    /// Whether it is not known yet what was missed.
    private boolean held;

    /// @param give gives the client one
    /// @param most how many new ones wait behind what was missed
    Missed(Function<Publication, Offer> give, int most) {
        this.give = give;
        this.most = most;
    }

    /// What was missed is asked for: until [#begin] nothing is given.
    void hold() {
        held = true;
    }

    /// Gives what there is room for.
    void begin(Collection<Publication> missed) {
        held = false;
        Collection<Publication> came = new ArrayDeque<>(waiting);
        waiting.clear();
        waiting.addAll(missed);
        waiting.addAll(came);
        drained();
    }

    /// Gives a new one, or lets it wait if something is before it. If there is no room for that either, there will be when some is out.
    Offer offer(Publication publication) {
        if (!held && waiting.isEmpty()) {
            return give.apply(publication);
        }
        if (behind == most) {
            return Offer.FULL;
        }
        waiting.add(publication);
        behind++;
        return Offer.ACCEPTED;
    }

    /// There is room again.
    ///
    /// @return whether it is for new ones
    boolean drained() {
        while (!held && !waiting.isEmpty() && give.apply(waiting.peek()) == Offer.ACCEPTED) {
            waiting.remove();
            behind = Math.min(behind, waiting.size());
        }
        return isEmpty();
    }

    /// Whether nothing waits.
    boolean isEmpty() {
        return !held && waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
        behind = 0;
        held = false;
    }
}
