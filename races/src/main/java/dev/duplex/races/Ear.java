package dev.duplex.races;

import dev.duplex.channels.End;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import java.util.concurrent.atomic.AtomicInteger;

/// A subscriber that writes down what it hears. Touched in its lane, but for [#count]; the arbiter reads it.
final class Ear implements Subscriber {
    /// What nothing is written as: a result of a race is not to be empty.
    private static final String NOTHING = "-";

    private final Lane lane;
    private final StringBuilder heard = new StringBuilder();
    private String began = "has not begun";
    private String missed = "";
    private long last;

    private final AtomicInteger count = new AtomicInteger();

    Ear(Lane lane) {
        this.lane = lane;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void subscribed(Subscription subscription, Start start) {
        began =
                start.position().offset()
                        + (start.recovering() ? start.recovered() ? " recovered" : " lost" : "");
        missed = Stage.text(start.publications());
        last = start.position().offset();
    }

    @Override
    public Offer offer(Publication publication) {
        if (last != 0 && publication.previous() != last) {
            throw new IllegalStateException(publication.offset() + " is offered after " + last);
        }
        last = publication.offset();
        heard.append(Stage.text(publication));
        count.incrementAndGet();
        return Offer.ACCEPTED;
    }

    @Override
    public void refused(Subscription none, Problem problem, String reason) {
        throw new IllegalStateException("refused: " + problem + ", " + reason);
    }

    @Override
    public void ended(Subscription over, End end) {
        throw new IllegalStateException("ended: " + end);
    }

    /// At which offset it began, and whether it recovered.
    String began() {
        return began;
    }

    /// What it was given with its beginning.
    String missed() {
        return missed.isEmpty() ? NOTHING : missed;
    }

    /// How many it has been offered, and has written down, so far. Any thread.
    int count() {
        return count.get();
    }

    /// What it was offered.
    String heard() {
        return heard.isEmpty() ? NOTHING : heard.toString();
    }
}
