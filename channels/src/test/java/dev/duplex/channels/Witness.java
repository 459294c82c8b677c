package dev.duplex.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A subscriber that writes down all that it is told, in order, and answers as the test wants.
final class Witness implements Subscriber {
    private final Lane lane;
    private Function<Publication, Offer> answer = _ -> Offer.ACCEPTED;
    private Predicate<Publication> wanted = _ -> true;
    private Consumer<End> end = _ -> {};
    private final List<String> told = new ArrayList<>();
    private final List<Start> starts = new ArrayList<>();
    private final List<Publication> offered = new ArrayList<>();

    Witness(Lane lane) {
        this.lane = lane;
    }

    Witness answering(Function<Publication, Offer> answer) {
        this.answer = answer;
        return this;
    }

    Witness wanting(Predicate<Publication> wanted) {
        this.wanted = wanted;
        return this;
    }

    Witness ending(Consumer<End> end) {
        this.end = end;
        return this;
    }

    @Override
    public boolean wants(Publication publication) {
        return wanted.test(publication);
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void subscribed(Subscription subscription, Start start) {
        starts.add(start);
        told.add(
                "start "
                        + start.position().offset()
                        + (start.recovering() ? start.recovered() ? " recovered" : " lost" : ""));
        start.publications().forEach(it -> told.add("missed " + it.payload()));
    }

    @Override
    public Offer offer(Publication publication) {
        Offer offer = answer.apply(publication);
        if (offer == Offer.ACCEPTED) {
            offered.add(publication);
        }
        told.add((offer == Offer.ACCEPTED ? "" : offer + " ") + publication.payload());
        return offer;
    }

    @Override
    public void refused(Subscription subscription, Problem problem, String reason) {
        told.add("refused " + problem);
    }

    @Override
    public void signalled(Subscription subscription, Signal signal) {
        told.add(
                switch (signal) {
                            case Signal.Join _ -> "join ";
                            case Signal.Leave _ -> "leave ";
                        }
                        + signal.member().client());
    }

    @Override
    public void skipped(Subscription subscription, long count) {
        told.add("skipped " + count);
    }

    @Override
    public void ended(Subscription subscription, End end) {
        told.add("ended " + end);
        this.end.accept(end);
    }

    List<String> told() {
        return List.copyOf(told);
    }

    Start start() {
        return starts.getLast();
    }

    /// What it accepted, after its start.
    List<Publication> offered() {
        return List.copyOf(offered);
    }
}
