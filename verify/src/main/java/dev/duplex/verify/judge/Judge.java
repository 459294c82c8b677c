package dev.duplex.verify.judge;

import dev.duplex.verify.log.PublisherEnd;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.SubscriberLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says what a server did wrong in a run.
///
/// What a subscriber has to have heard: of all that was acknowledged, or heard by anybody, what was sent after it was told that
/// it is subscribed; up to the end of the run, or to where it was told that it may have missed something. The protocols that cannot tell are taken
/// to have told at each end of a connection.
public final class Judge {
    /// How many of those that have no order are shown.
    private static final int SHOWN = 10;

    private final Run run;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Publications> channels = new LinkedHashMap<>();

    private Judge(Run run) {
        this.run = run;
        Stream<String> names =
                Stream.concat(
                        run.publishers().stream().map(PublisherLog::channel),
                        run.subscribers().stream().map(SubscriberLog::channel));
        names.distinct()
                .forEach(it ->
                        channels.put(
                                it,
                                new Publications(it, run.publishersOf(it), run.subscribersOf(it))));
    }

    /// Takes time in proportion to the logs, but for sorting and binary search.
    public static Judgement judge(Run run) {
        return new Judge(run).judge();
    }

    private Judgement judge() {
        channels.forEach(this::channel);
        List<PublisherTally> publishers =
                run.publishers().stream()
                        .map(it ->
                                PublisherTally.of(
                                        it.name(), it.channel(), publications(it.channel())))
                        .toList();
        Set<String> kinds = new LinkedHashSet<>();
        run.subscribers().forEach(it -> kinds.add(it.client()));
        List<ClientTally> clients =
                kinds.stream().map(it -> ClientTally.of(it, clients(it), channels)).toList();
        return new Judgement(findings, publishers, clients);
    }

    private Publications publications(String channel) {
        return Objects.requireNonNull(channels.get(channel));
    }

    private List<SubscriberLog> clients(String kind) {
        return run.subscribers().stream().filter(it -> it.client().equals(kind)).toList();
    }

    private void channel(String channel, Publications publications) {
        run.publishersOf(channel).forEach(it -> publisher(it, publications));
        CommonOrder order = new CommonOrder();
        for (SubscriberLog subscriber : run.subscribersOf(channel)) {
            order.add(subscriber(subscriber, publications));
        }
        List<Published> circle = order.circle();
        if (!circle.isEmpty()) {
            Findings found = new Findings(channel, "all", "all");
            found.add(
                    Breach.DIFFERENT_ORDER,
                    () ->
                            "each came to somebody right before the next, and the last before the"
                                    + " first: "
                                    + circle.stream()
                                            .limit(SHOWN)
                                            .map(Published::toString)
                                            .collect(Collectors.joining(", ")));
            findings.addAll(found.toList());
        }
    }

    private void publisher(PublisherLog publisher, Publications publications) {
        if (publisher.end() == PublisherEnd.BROKEN) {
            return;
        }
        Findings found = new Findings(publisher.channel(), publisher.name(), Finding.PUBLISHER);
        if (PublisherTally.of(publisher.name(), publisher.channel(), publications).acknowledged()
                == 0) {
            found.add(Breach.UNUSED, () -> publisher.sendings().size() + " sent");
        } else if (publisher.end() == PublisherEnd.UNANSWERED) {
            found.add(Breach.UNANSWERED, () -> "#" + publisher.sendings().size());
        }
        findings.addAll(found.toList());
    }

    /// @return what it heard, in order
    private List<Published> subscriber(SubscriberLog subscriber, Publications publications) {
        Findings found = new Findings(subscriber.channel(), subscriber.name(), subscriber.client());
        Hearing hearing = new Hearing(subscriber, publications, found, run);
        if (subscriber.full()) {
            found.add(Breach.TOO_MUCH, () -> subscriber.events().size() + " things");
        } else if (hearing.stretches().isEmpty()) {
            found.add(Breach.BEHIND, () -> "it was never subscribed");
        } else {
            new Gaps(hearing, found).find(publications);
        }
        findings.addAll(found.toList());
        return hearing.heard();
    }
}
