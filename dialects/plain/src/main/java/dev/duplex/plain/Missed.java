package dev.duplex.plain;

import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Function;

/// What a client is to have before what is published from now on, as fast as there is room for it. Touched in its client's lane only.
final class Missed {
    private final Function<Publication, Offer> give;

    /// What there was no room for yet.
    private final Deque<Publication> waiting = new ArrayDeque<>(0);

    /// @param give gives the client one
    Missed(Function<Publication, Offer> give) {
        this.give = give;
    }

    /// Gives what there is room for.
    void begin(Collection<Publication> missed) {
        waiting.addAll(missed);
        drained();
    }

    /// Gives a new one, if nothing is before it: there will be room when some of that is out.
    Offer offer(Publication publication) {
        return waiting.isEmpty() ? give.apply(publication) : Offer.FULL;
    }

    /// There is room again.
    ///
    /// @return whether it is for new ones
    boolean drained() {
        while (!waiting.isEmpty() && give.apply(waiting.peek()) == Offer.ACCEPTED) {
            waiting.remove();
        }
        return waiting.isEmpty();
    }

    /// Whether nothing waits.
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
    }
}
