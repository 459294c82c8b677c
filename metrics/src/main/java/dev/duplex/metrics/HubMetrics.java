package dev.duplex.metrics;

import dev.duplex.channels.End;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubObserver;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscription;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// Counts what hubs do, by the namespaces that they are configured with: however many names clients make up, there are no more labels.
final class HubMetrics implements HubObserver {
    private final ConcurrentHashMap<String, NamespaceCounts> byLabel = new ConcurrentHashMap<>();
    private final List<Hub> hubs = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final Histogram publish;
    private final Histogram staleness;
    private final EnumCounts<RelayOutcome> relays = new EnumCounts<>(RelayOutcome.class);
    private final EnumCounts<RelayOutcome> arrived = new EnumCounts<>(RelayOutcome.class);
    private final Histogram relay;
    private volatile NamespaceTable table;

    /// @param clock says how old publications are
    HubMetrics(Registration registration, InstantSource clock) {
        this.clock = clock;
        registration.gauge(
                Family.CHANNELS,
                values -> values.add(hubs.stream().mapToLong(Hub::channels).sum()));
        registration.gauge(Family.SUBSCRIPTIONS, all(NamespaceCounts::subscriptions));
        registration.counter(
                Family.SUBSCRIPTIONS_STARTED, each((it, values) -> it.tellAll(values, it.started)));
        registration.counter(
                Family.SUBSCRIPTIONS_REFUSED, each((it, values) -> it.tell(values, it.refused)));
        registration.counter(
                Family.SUBSCRIPTIONS_ENDED, each((it, values) -> it.tell(values, it.ended)));
        registration.counter(
                Family.SUBSCRIBERS_DROPPED,
                values -> values.add(hubs.stream().mapToLong(Hub::droppedSubscribers).sum()));
        registration.counter(Family.PUBLICATIONS, all(it -> it.publications.sum()));
        registration.counter(
                Family.PUBLICATIONS_REFUSED,
                each((it, values) -> it.tell(values, it.publicationsRefused)));
        registration.counter(Family.PUBLICATIONS_FAILED, all(it -> it.publicationsFailed.sum()));
        publish = registration.histogram(Family.PUBLISH);
        registration.counter(Family.DELIVERIES, all(it -> it.deliveries.sum()));
        registration.counter(Family.PUBLICATIONS_SKIPPED, all(it -> it.skipped.sum()));
        staleness = registration.histogram(Family.STALENESS);
        registration.counter(
                Family.RELAYS,
                values -> relays.forEach((it, count) -> values.add(count, Labels.of(it))));
        relay = registration.histogram(Family.RELAY);
        registration.counter(
                Family.RELAYS_ARRIVED,
                values ->
                        arrived.forEach((it, count) -> {
                            if (it.isSaid()) {
                                values.add(count, Labels.of(it));
                            }
                        }));
        table = new NamespaceTable(Set.of(), this::counts);
    }

    private interface Teller {
        void tell(NamespaceCounts counts, Registration.Values values);
    }

    private Consumer<Registration.Values> each(Teller teller) {
        return values -> byLabel.values().forEach(it -> teller.tell(it, values));
    }

    private Consumer<Registration.Values> all(ToLongFunction<NamespaceCounts> number) {
        return each((it, values) -> values.add(number.applyAsLong(it), it.label));
    }

    private NamespaceCounts counts(String label) {
        return byLabel.computeIfAbsent(
                label,
                it -> new NamespaceCounts(it, publish.labelValues(it), staleness.labelValues(it)));
    }

    @Override
    public synchronized void observes(Hub hub) {
        hubs.add(hub);
        Set<String> names = new TreeSet<>();
        hubs.forEach(it -> names.addAll(it.namespaces().options().keySet()));
        table = new NamespaceTable(names, this::counts);
    }

    private NamespaceCounts of(String channel) {
        return table.of(channel);
    }

    @Override
    public void published(String channel, Published published, long nanos) {
        if (published.duplicate()) {
            return;
        }
        NamespaceCounts counts = of(channel);
        counts.publications.increment();
        counts.publish.observe(Labels.seconds(nanos));
    }

    @Override
    public void publishRefused(String channel, Problem problem) {
        of(channel).publicationsRefused.increment(problem);
    }

    @Override
    public void publishFailed(String channel) {
        of(channel).publicationsFailed.increment();
    }

    @Override
    public void entered(String channel) {
        of(channel).entered.increment();
    }

    @Override
    public void left(String channel) {
        of(channel).left.increment();
    }

    @Override
    public void started(Subscription subscription, Start start) {
        of(subscription.channel()).started.increment(NamespaceCounts.Recovery.of(start));
    }

    @Override
    public void refused(String channel, Problem problem) {
        of(channel).refused.increment(problem);
    }

    @Override
    public void ended(Subscription subscription, End end) {
        of(subscription.channel()).ended.increment(end);
    }

    @Override
    public void relayed(RelayOutcome outcome, long nanos) {
        relays.increment(outcome);
        if (outcome.isSaid()) {
            relay.observe(Labels.seconds(nanos));
        }
    }

    @Override
    public void relayArrived(RelayOutcome outcome) {
        arrived.increment(outcome);
    }

    @Override
    public void offered(String channel, long count) {
        of(channel).deliveries.add(count);
    }

    @Override
    public void skipped(Subscription subscription, long count) {
        of(subscription.channel()).skipped.add(count);
    }

    /// By the clocks of the engine and of this node: where they disagree, none is younger than new.
    @Override
    public void delivered(Subscription subscription, Publication publication) {
        Instant now = clock.instant();
        long nanos = Duration.between(publication.time(), now).toNanos();
        of(subscription.channel()).staleness.observe(Labels.seconds(Math.max(0, nanos)));
    }
}
