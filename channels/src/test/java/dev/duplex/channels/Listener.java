package dev.duplex.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A subscriber that keeps what it was offered, and answers as the test wants.
final class Listener implements Subscriber {
    private final Lane lane;
    private final Function<Publication, Offer> answer;
    private final List<Publication> heard = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    Listener(Lane lane) {
        this(lane, _ -> Offer.ACCEPTED);
    }

    Listener(Lane lane, Function<Publication, Offer> answer) {
        this.lane = lane;
        this.answer = answer;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public Offer offer(Publication publication) {
        heard.add(publication);
        return answer.apply(publication);
    }

    @Override
    public void ended(Subscription subscription, End end) {
        ends.add(end);
    }

    List<End> ends() {
        return List.copyOf(ends);
    }

    List<String> heard() {
        return heard.stream().map(it -> it.payload().toString()).toList();
    }

    List<Long> offsets() {
        return heard.stream().map(Publication::offset).toList();
    }
}
