package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherEnd;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.Sending;
import dev.duplex.verify.log.SubscriberLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run that a test makes up: time passes by one with each thing that happens.
final class Scene {
    static final String CHANNEL = "verify:1";

    private final Map<String, List<Sending>> publishers = new LinkedHashMap<>();
    private final Map<String, List<Event>> subscribers = new LinkedHashMap<>();
    private PublisherEnd end = PublisherEnd.ANSWERED;
    private boolean demanded;
    private Optional<Kept> kept = Optional.empty();
    private long foreign;
    private long time;

    /// Publishes, and is told that it is done.
    Scene publish(String publisher) {
        return publish(publisher, Outcome.ACKNOWLEDGED);
    }

    Scene publish(String publisher, Outcome outcome) {
        List<Sending> sendings = publishers.computeIfAbsent(publisher, _ -> new ArrayList<>());
        long sentAt = ++time;
        sendings.add(new Sending(sendings.size() + 1, sentAt, outcome, ++time));
        return this;
    }

    Scene begin(String subscriber, Resumption how) {
        return add(subscriber, new Event.Began(++time, how));
    }

    Scene end(String subscriber) {
        return add(subscriber, new Event.Ended(++time, "cut"));
    }

    Scene hear(String subscriber, String publisher, long... sequences) {
        for (long sequence : sequences) {
            add(subscriber, new Event.Received(++time, CHANNEL, publisher, sequence));
        }
        return this;
    }

    Scene add(String subscriber, Event event) {
        subscribers.computeIfAbsent(subscriber, _ -> new ArrayList<>()).add(event);
        return this;
    }

    long time() {
        return time;
    }

    Scene unanswered() {
        end = PublisherEnd.UNANSWERED;
        return this;
    }

    Scene broken() {
        end = PublisherEnd.BROKEN;
        return this;
    }

    Scene demandRecovery() {
        demanded = true;
        return this;
    }

    /// History holds so many, for so long.
    Scene kept(long publications, long nanos) {
        kept = Optional.of(new Kept(publications, Duration.ofNanos(nanos)));
        return this;
    }

    Scene foreign() {
        foreign = 1;
        return this;
    }

    /// A subscriber ends its connection and stays away.
    Scene sleep(String subscriber) {
        return add(subscriber, new Event.Ended(++time, "asleep"));
    }

    Scene wake(String subscriber) {
        return add(subscriber, new Event.Woke(++time));
    }

    Judgement judge() {
        return Judge.judge(
                new Run(
                        publishers.entrySet().stream()
                                .map(it ->
                                        new PublisherLog(it.getKey(), CHANNEL, end, it.getValue()))
                                .toList(),
                        subscribers.entrySet().stream()
                                .map(it ->
                                        new SubscriberLog(
                                                it.getKey(),
                                                "kind",
                                                CHANNEL,
                                                false,
                                                foreign,
                                                it.getValue()))
                                .toList(),
                        demanded,
                        kept));
    }

    /// What is found, as `label of who: count`.
    List<String> found() {
        return judge().findings().stream()
                .map(it -> it.breach().label() + " of " + it.who() + ": " + it.count())
                .toList();
    }
}
