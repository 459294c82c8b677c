package dev.duplex.verify;

import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.External;
import dev.duplex.verify.client.Network;
import dev.duplex.verify.client.Publisher;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Subscriber;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.judge.Run;
import dev.duplex.verify.log.PublisherRecorder;
import dev.duplex.verify.log.Room;
import dev.duplex.verify.log.SubscriberRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everybody who takes part in a run. For one thread.
final class Cast implements AutoCloseable {
    private final Plan plan;
    private final Network network;
    private final List<Target> doors;
    private final List<Target> nodes;
    private final String run;
    private final LongSupplier clock;
    private final Room room = new Room(Plan.HEARD_TOTAL);
    private final Map<PublisherRecorder, Member> publishers = new LinkedHashMap<>();
    private final List<Publisher> finishing = new ArrayList<>();
    private final Map<SubscriberRecorder, Member> subscribers = new LinkedHashMap<>();

    /// Those of them that stay away in the meantime.
    private final Map<SubscriberRecorder, Subscriber> sleepers = new LinkedHashMap<>();

    /// Those of them that nobody tells that they are subscribed: they know it from what they hear.
    private final Set<SubscriberRecorder> untold = new HashSet<>();

    private boolean asleep;

    /// How many have been given a door.
    private int placed;

    /// Starts all of them.
    ///
    /// @param doors where clients go, which they are spread over: the nodes, or what leads there
    /// @param nodes where who publishes by the HTTP API goes, one after the other
    /// @param run what their publications are marked with
    /// @param clock nanoseconds since the run began
    Cast(
            Plan plan,
            Network network,
            List<Target> doors,
            List<Target> nodes,
            String run,
            LongSupplier clock) {
        this.plan = plan;
        this.network = network;
        this.doors = doors;
        this.nodes = nodes;
        this.run = run;
        this.clock = clock;
        for (String channel : plan.channels()) {
            for (int i = 1; i <= plan.subscribers(); i++) {
                int number = i;
                plan.clients().forEach(it -> subscriber(channel, it, number));
                plan.externals().forEach((name, it) -> external(channel, name, it, number));
            }
            for (int i = 1; i <= plan.sleepers(); i++) {
                int number = i;
                plan.clients().stream()
                        .filter(ClientKind::recovers)
                        .forEach(it -> sleeper(channel, it, number));
            }
            plan.publishers().forEach(it -> publisher(channel, it));
        }
    }

    private void subscriber(String channel, ClientKind kind, int number) {
        SubscriberRecorder recorder = recorder(channel, kind.label(), number);
        if (kind == ClientKind.PLAIN_WEBSOCKET) {
            untold.add(recorder);
        }
        start(recorder, Subscriber.of(kind, network, next(), run, recorder));
    }

    private void sleeper(String channel, ClientKind kind, int number) {
        SubscriberRecorder recorder = recorder(channel, kind.sleeperLabel(), number);
        Subscriber sleeper = Subscriber.sleeper(kind, network, next(), run, recorder);
        sleepers.put(recorder, sleeper);
        start(recorder, sleeper);
    }

    private void start(SubscriberRecorder recorder, Subscriber subscriber) {
        subscribers.put(
                recorder,
                Member.start(
                        recorder.name(), subscriber, subscriber::lastFailure, recorder::ended));
    }

    private void external(String channel, String name, List<String> command, int number) {
        SubscriberRecorder recorder = recorder(channel, name, number);
        External external = new External(command, next(), run, recorder);
        subscribers.put(
                recorder,
                Member.start(recorder.name(), external, external::lastFailure, recorder::ended));
    }

    private Target next() {
        return doors.get(placed++ % doors.size());
    }

    /// All nodes, not everybody's in the same order.
    private List<Target> nextNodes() {
        List<Target> order = new ArrayList<>(nodes);
        Collections.rotate(order, -(placed++ % nodes.size()));
        return order;
    }

    private SubscriberRecorder recorder(String channel, String client, int number) {
        return new SubscriberRecorder(
                client + " " + number + " in " + channel,
                client,
                channel,
                clock,
                plan.heardLimit(),
                room);
    }

    private void publisher(String channel, PublisherKind kind) {
        PublisherRecorder recorder = new PublisherRecorder(kind.label(), channel, clock);
        Duration interval = Duration.ofSeconds(1).dividedBy(plan.rate());
        List<Target> targets = kind.isHttp() ? nextNodes() : List.of(next());
        Publisher publisher = new Publisher(kind, network, targets, run, interval, recorder);
        finishing.add(publisher);
        publishers.put(
                recorder,
                Member.start(
                        recorder.name() + " in " + channel,
                        publisher,
                        publisher::lastFailure,
                        _ -> recorder.broken()));
    }

    /// Has those who sleep end their connections, and waits for that.
    void sleep() throws InterruptedException {
        for (SubscriberRecorder sleeper : sleepers.keySet()) {
            member(sleeper).stop();
            member(sleeper).awaitEnd();
            sleeper.ended("asleep");
        }
        asleep = true;
    }

    /// Has them come back to where they were.
    void wake() {
        asleep = false;
        sleepers.forEach((recorder, sleeper) -> {
            if (member(recorder).bug().isEmpty()) {
                recorder.woke();
                start(recorder, sleeper);
            }
        });
    }

    private Member member(SubscriberRecorder recorder) {
        return Objects.requireNonNull(subscribers.get(recorder));
    }

    /// Who does not sleep.
    private Stream<SubscriberRecorder> awake() {
        return subscribers.keySet().stream().filter(it -> !asleep || !sleepers.containsKey(it));
    }

    /// All faults have ended: what is published from now on comes without any.
    void mark() {
        publishers.keySet().forEach(PublisherRecorder::mark);
    }

    /// Whether everybody is subscribed, and has got something that was sent since [#mark]: that it is subscribed it may have believed while
    /// its connection was cut already.
    boolean isBack() {
        return awake().allMatch(this::isBack);
    }

    private boolean isBack(SubscriberRecorder subscriber) {
        return subscriber.isFull()
                || (subscriber.isHearing()
                        && publishersOf(subscriber)
                                .anyMatch(it -> subscriber.highest(it.name()) >= it.marked()));
    }

    private Stream<PublisherRecorder> publishersOf(SubscriberRecorder subscriber) {
        return publishers.keySet().stream().filter(it -> it.channel().equals(subscriber.channel()));
    }

    /// Lets publishers publish something last.
    void finish() {
        finishing.forEach(Publisher::finish);
    }

    /// Whether everybody is subscribed.
    boolean isHearing() {
        return awake().allMatch(SubscriberRecorder::isHearing);
    }

    /// Whether everybody is subscribed, who will sleep has got something, and everybody has published something.
    boolean hasBegun() {
        return isHearing()
                && sleepers.keySet().stream().allMatch(it -> it.received() > 0)
                && publishers.keySet().stream().allMatch(it -> it.acknowledged() > 0);
    }

    /// Whether the last of each publisher's publications is acknowledged, but for those that a bug has ended.
    boolean isFinished() {
        return publishers.keySet().stream().allMatch(PublisherRecorder::isFinished);
    }

    /// Whether everybody has the last of what is acknowledged.
    boolean isCaughtUp() {
        return awake().allMatch(this::isCaughtUp);
    }

    /// The same of those who are subscribed.
    boolean areHearingCaughtUp() {
        return awake().filter(SubscriberRecorder::isHearing).allMatch(this::isCaughtUp);
    }

    private boolean isCaughtUp(SubscriberRecorder subscriber) {
        return subscriber.isFull()
                || publishersOf(subscriber)
                        .allMatch(it -> subscriber.highest(it.name()) >= it.lastAcknowledged());
    }

    /// Whether those who are subscribed to a channel have the same of it last, for what nobody answered for may come at any time.
    boolean areHearingAlike() {
        return awake()
                .filter(SubscriberRecorder::isHearing)
                .filter(it -> !it.isFull())
                .collect(
                        Collectors.groupingBy(
                                SubscriberRecorder::channel,
                                Collectors.mapping(SubscriberRecorder::latest, Collectors.toSet())))
                .values()
                .stream()
                .allMatch(latest -> latest.size() == 1);
    }

    /// Whether everybody is subscribed, as far as can be known when nothing comes any more.
    boolean isThere() {
        return subscribers.keySet().stream().allMatch(it -> it.isFull() || isThere(it));
    }

    private boolean isThere(SubscriberRecorder subscriber) {
        return subscriber.isHearing() || (untold.contains(subscriber) && isCaughtUp(subscriber));
    }

    /// Whether somebody has heard more than is written down.
    boolean isFull() {
        return subscribers.keySet().stream().anyMatch(SubscriberRecorder::isFull);
    }

    /// Who has not begun, and why, each in a sentence; those of one kind and reason once.
    List<String> idle() {
        List<String> sentences = new ArrayList<>();
        publishers.forEach((it, member) -> {
            if (it.acknowledged() == 0) {
                sentences.add(
                        "publisher "
                                + it.name()
                                + " cannot publish in "
                                + it.channel()
                                + because(member));
            }
        });
        subscribers.forEach((it, member) -> {
            if (!it.isHearing()) {
                sentences.add(it.client() + " hears nothing in " + it.channel() + because(member));
            }
        });
        return sentences.stream().distinct().toList();
    }

    private static String because(Member member) {
        return member.lastFailure().isEmpty() ? "" : ": " + member.lastFailure();
    }

    /// Who is not there, and why, by name.
    Map<String, String> away() {
        Map<String, String> away = new LinkedHashMap<>();
        subscribers.forEach((it, member) -> {
            if (!isThere(it) && member.bug().isEmpty()) {
                away.put(it.name(), member.lastFailure());
            }
        });
        return away;
    }

    /// Who of ours was ended by a bug, in words.
    List<String> bugs() {
        List<String> bugs = new ArrayList<>();
        publishers.forEach((it, member) ->
                member.bug()
                        .ifPresent(
                                bug -> bugs.add(it.name() + " in " + it.channel() + ": " + bug)));
        subscribers.forEach(
                (it, member) -> member.bug().ifPresent(bug -> bugs.add(it.name() + ": " + bug)));
        return bugs;
    }

    Progress progress() {
        return new Progress(
                Duration.ofNanos(clock.getAsLong()),
                publishers.keySet().stream().mapToLong(PublisherRecorder::acknowledged).sum(),
                publishers.keySet().stream().mapToLong(PublisherRecorder::unknown).sum(),
                subscribers.keySet().stream().mapToLong(SubscriberRecorder::received).sum(),
                awake().filter(SubscriberRecorder::isHearing).count(),
                awake().count(),
                asleep ? sleepers.size() : 0);
    }

    /// Ends everybody, and waits for that.
    Run stop() throws InterruptedException {
        close();
        for (Member member : publishers.values()) {
            member.awaitEnd();
        }
        for (Member member : subscribers.values()) {
            member.awaitEnd();
        }
        // Whom a bug ended shows nothing of the server.
        return new Run(
                publishers.keySet().stream().map(PublisherRecorder::log).toList(),
                withoutBug(subscribers).map(SubscriberRecorder::log).toList(),
                plan.recoveryDemanded(),
                plan.kept());
    }

    private static <T> Stream<T> withoutBug(Map<T, Member> members) {
        return members.entrySet().stream()
                .filter(it -> it.getValue().bug().isEmpty())
                .map(Map.Entry::getKey);
    }

    /// Tells everybody to end.
    @Override
    public void close() {
        publishers.values().forEach(Member::stop);
        subscribers.values().forEach(Member::stop);
    }
}
