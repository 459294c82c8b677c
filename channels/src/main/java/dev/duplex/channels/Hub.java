package dev.duplex.channels;

import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.Streams;
import dev.duplex.channels.memory.MemoryEngine;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Channels and their subscribers on this node, on an engine that keeps the channels. All methods may
/// be called from any thread and none of them blocks for longer than it takes to queue something.
///
/// There are two ways to be in a channel. A **plain** subscriber ([#subscribe(String, Subscriber)], a room)
/// gets what is published from then on. One with an [Entry] learns where in the channel's stream it begins,
/// and what it missed if it has been there before; nothing is missing between the one and the other.
///
/// A subscriber gets every event that comes after its subscription, in the channel's order and each
/// once, until it is unsubscribed or declines one; what then happens is the channel's [Delivery].
///
/// Longer than most: it is all of what programs see of channels, and what is behind a method is elsewhere.
///
/// Locks, in the order in which they are taken: an entry of `rooms` (one subscriber's
/// changes, one at a time), then the [Channel]. An engine's own come before the channel's, and no method of an engine is
/// called under any of them; nor is one of a subscriber or a lane.
public final class Hub implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Hub.class.getName());
    private static final String NO_SUCH_CHANNEL = "there is no channel of this name";

    private final ConcurrentHashMap<Subscriber, Set<String>> rooms = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final Engine engine;
    private final Namespaces namespaces;
    private final HubLimits limits;
    private final HubObserver observer;
    private final Uncaught uncaught;
    private final Residents residents;
    private final Arrivals arrivals;
    private final String node;
    private final Connections connections;
    private final Relays relays;

    /// Hears of exceptions that subscribers and lanes throw: each is a bug of theirs, and has been
    /// dealt with. Called on the thread where it happened; must not throw.
    @FunctionalInterface
    public interface Uncaught {
        /// Something was thrown.
        ///
        /// @param what who threw it, for a log
        void thrown(String what, Throwable thrown);
    }

    /// A hub of open channels in memory, with the default limits, that logs what its subscribers throw.
    public Hub() {
        this(builder());
    }

    private Hub(Builder builder) {
        engine = builder.engine == null ? MemoryEngine.create() : builder.engine;
        namespaces = builder.namespaces;
        limits = builder.limits;
        observer = GuardedObserver.of(builder.observer);
        uncaught = builder.uncaught;
        residents = new Residents(this, engine.streams());
        arrivals = new Arrivals(this, engine);
        connections = new Connections(engine.cluster());
        relays = new Relays(engine.cluster(), builder.node.id(), limits, observer);
        engine.streams().start(residents);
        node = builder.node.id();
        engine.cluster().start(builder.node, new ThisNode(connections, relays, residents));
        observer.observes(this);
    }

    public static Builder builder() {
        return new Builder();
    }

    public HubLimits limits() {
        return limits;
    }

    /// The id of this node, which no other has.
    public String node() {
        return node;
    }

    /// Which channels there are.
    public Namespaces namespaces() {
        return namespaces;
    }

    /// The options of a channel, if it may exist: its namespace does, and its name is neither empty nor too
    /// long.
    public Optional<ChannelOptions> options(String channel) {
        return isName(channel) ? namespaces.of(channel) : Optional.empty();
    }

    /// The clients' connections, and what can be done to them from outside.
    public Connections connections() {
        return connections;
    }

    /// The way of messages to sessions of other nodes.
    public Relays relays() {
        return relays;
    }

    // --- Being in a channel ---

    /// Adds a plain subscriber to a channel; nothing happens if it is there already. Takes effect before
    /// this method returns: whatever is published on this node from then on is offered, in the subscriber's lane.
    ///
    /// A subscriber that can end (a session) subscribes in its lane, where it knows whether it has
    /// ended: nobody unsubscribes one that comes late.
    ///
    /// @throws IllegalArgumentException if there is no such channel
    public void subscribe(String channel, Subscriber subscriber) {
        subscribe(channel, subscriber, Integer.MAX_VALUE);
    }

    /// Adds a plain subscriber to a channel, as [#subscribe(String, Subscriber)] does, if it is in fewer
    /// than `most` channels, or in this one already.
    ///
    /// @return whether it is in the channel now
    /// @throws IllegalArgumentException if there is no such channel
    public boolean subscribe(String channel, Subscriber subscriber, int most) {
        ChannelOptions options = requireOptions(channel);
        LaneQueue queue = residents.queue(subscriber.lane());
        Channel.@Nullable Added[] entered = new Channel.Added[1];
        boolean[] in = new boolean[1];
        rooms.compute(
                subscriber,
                (_, names) -> {
                    Set<String> mine = names == null ? new HashSet<>(2) : names;
                    if (mine.size() < most && !mine.contains(channel)) {
                        Channel.Added added =
                                residents.enter(channel, options, subscriber, queue, null);
                        entered[0] = added;
                        // Who has entered otherwise stays as it is.
                        if (added.membership().isPlain()) {
                            mine.add(channel);
                        }
                    }
                    // Asked here, for others may change it as soon as this is over.
                    in[0] = entered[0] != null || mine.contains(channel);
                    return mine.isEmpty() ? null : mine;
                });
        Channel.Added added = entered[0];
        if (added != null) {
            if (added.isNew()) {
                observer.entered(channel);
            }
            residents.settle(added.membership().in());
        }
        if (queue.ended()) {
            unsubscribeAll(subscriber);
        }
        return in[0];
    }

    /// Adds a subscriber to a channel. Whether it is in it is told in its lane, by [Subscriber#subscribed] or
    /// [Subscriber#refused]: after this method has returned if it was called there, else perhaps before.
    ///
    /// @return the subscription, which may be ended before it has begun
    public Subscription subscribe(String channel, Subscriber subscriber, Entry entry) {
        Optional<ChannelOptions> options = options(channel);
        LaneQueue queue = residents.queue(subscriber.lane());
        if (options.isEmpty()) {
            Membership none =
                    new Membership(
                            this,
                            new Channel(channel, ChannelOptions.TRANSIENT),
                            subscriber,
                            queue,
                            0,
                            entry);
            arrivals.refuse(none, Problem.UNKNOWN_CHANNEL, NO_SUCH_CHANNEL);
            return none;
        }
        Channel.Added added = residents.enter(channel, options.get(), subscriber, queue, entry);
        if (!added.isNew()) {
            Membership again =
                    new Membership(this, added.membership().in(), subscriber, queue, 0, entry);
            arrivals.refuse(
                    again, Problem.ALREADY_SUBSCRIBED, "this subscriber is in the channel already");
            return again;
        }
        Membership membership = added.membership();
        observer.entered(channel);
        arrivals.arrive(membership, residents);
        if (queue.ended()) {
            leave(membership);
        }
        return membership;
    }

    /// Takes a plain subscriber from a channel. When called in its lane, it gets nothing of the channel
    /// after this method returns; from elsewhere, at most the delivery that is going on.
    public void unsubscribe(String channel, Subscriber subscriber) {
        Channel found = residents.find(channel);
        Membership membership = found == null ? null : found.find(subscriber);
        if (membership != null && membership.isPlain()) {
            leave(membership);
        }
    }

    /// Takes a plain subscriber from all its channels, as [#unsubscribe] does from one.
    public void unsubscribeAll(Subscriber subscriber) {
        Set<String> all = new HashSet<>();
        rooms.computeIfPresent(
                subscriber,
                (_, mine) -> {
                    all.addAll(mine);
                    return mine;
                });
        all.forEach(name -> unsubscribe(name, subscriber));
    }

    // --- Publishing, history, presence ---

    /// Publishes a payload, without waiting for what becomes of it: what is published from here is seen in the
    /// order of the calls. A payload that borrows its bytes is copied.
    ///
    /// @return `ACCEPTED` when the engine has it; `FULL` when a lane with subscribers of the channel holds as much
    ///     as [HubLimits#laneBytes] allows: then nobody gets it, and it may be published again
    ///     later. Never `CLOSED`
    /// @throws IllegalArgumentException if there is no such channel, or it takes no such payloads
    public Offer publish(String channel, Payload payload) {
        ChannelOptions options = requireOptions(channel);
        if (!options.kinds().contains(payload.kind())) {
            throw new IllegalArgumentException(
                    "channel " + channel + " takes no payloads of kind " + payload.kind());
        }
        if (!residents.hasRoom(channel, payload)) {
            observer.publishRefused(channel, Problem.TOO_BUSY);
            return Offer.FULL;
        }
        arrivals.tell(
                commit(channel, Draft.of(payload.copy()), options),
                "a publication in channel " + channel);
        return Offer.ACCEPTED;
    }

    /// Publishes. The answer comes when the engine has committed it, on any thread.
    ///
    /// @return the position; or why not: no such channel, no such kind there, too busy. Fails with an
    ///     [dev.duplex.channels.engine.EngineException]: then it may have been published
    public CompletionStage<Result<Published>> publish(String channel, Draft draft) {
        Optional<ChannelOptions> options = options(channel);
        if (options.isEmpty()) {
            return refusePublish(channel, Problem.UNKNOWN_CHANNEL, NO_SUCH_CHANNEL);
        }
        if (!options.get().kinds().contains(draft.payload().kind())) {
            return refusePublish(
                    channel,
                    Problem.BAD_REQUEST,
                    "this channel takes no payloads of kind " + draft.payload().kind());
        }
        if (!residents.hasRoom(channel, draft.payload())) {
            return refusePublish(channel, Problem.TOO_BUSY, "too much waits to be delivered");
        }
        return commit(channel, draft.owned(), options.get()).thenApply(Result::done);
    }

    /// Gives the engine a draft that owns its bytes.
    private CompletionStage<Published> commit(String channel, Draft draft, ChannelOptions options) {
        CompletionStage<Published> answer =
                engine.streams().publish(channel, draft, options.stream());
        if (observer.equals(HubObserver.NONE)) {
            return answer;
        }
        long begun = System.nanoTime();
        return answer.whenComplete((done, failure) -> {
            long nanos = System.nanoTime() - begun;
            if (failure == null) {
                observer.published(channel, done, nanos);
            } else {
                observer.publishFailed(channel);
            }
        });
    }

    /// A part of a channel's history; at most [HubLimits#historyPublications] of it, of [HubLimits#historyPageBytes]. The answer comes on any
    /// thread.
    ///
    /// @param query with a position that has no epoch: of that which the channel has now
    /// @return the page; or [Problem#UNKNOWN_CHANNEL], [Problem#NOT_AVAILABLE] if the channel keeps no history,
    ///     [Problem#UNRECOVERABLE_POSITION] if it was asked for after a position of another epoch. Fails with an
    ///     [dev.duplex.channels.engine.EngineException]
    public CompletionStage<Result<HistoryPage>> history(String channel, HistoryQuery query) {
        int most = limits.historyPublications();
        int limit = query.limit() == HistoryQuery.ALL ? most : Math.min(query.limit(), most);
        HistoryQuery bounded =
                new HistoryQuery(query.since(), limit, query.reverse(), query.bytes())
                        .withinBytes(limits.historyPageBytes());
        return withHistory(
                channel,
                options ->
                        read(channel, bounded, options).thenApply(page -> ofItsEpoch(query, page)));
    }

    private CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, ChannelOptions options) {
        Streams streams = engine.streams();
        Optional<Position> unplaced = query.since().filter(it -> it.epoch().isEmpty());
        if (unplaced.isEmpty()) {
            return streams.read(channel, query, options.stream());
        }
        return streams.position(channel, options.stream())
                .thenCompose(now ->
                        streams.read(
                                channel,
                                query.since(new Position(now.epoch(), unplaced.get().offset())),
                                options.stream()));
    }

    /// Removes a channel's history. Its position stays. The answer comes on any thread.
    ///
    /// @return true; or [Problem#UNKNOWN_CHANNEL], [Problem#NOT_AVAILABLE] if the channel keeps no history. Fails with an
    ///     [dev.duplex.channels.engine.EngineException]: then it may have been removed
    public CompletionStage<Result<Boolean>> removeHistory(String channel) {
        return withHistory(
                channel, _ -> engine.streams().clear(channel).thenApply(_ -> Result.done(true)));
    }

    /// Who is in a channel, on all nodes. The answer comes on any thread.
    ///
    /// @return everyone; or [Problem#UNKNOWN_CHANNEL], [Problem#NOT_AVAILABLE] if it is not known who is there, [Problem#LIMIT_EXCEEDED] if they
    ///     are more than [HubLimits#presenceMembers]. Fails with an [dev.duplex.channels.engine.EngineException]
    public CompletionStage<Result<List<Member>>> presence(String channel) {
        int most = limits.presenceMembers();
        int oneMore = most == Integer.MAX_VALUE ? most : most + 1;
        return withPresence(
                channel,
                _ ->
                        engine.presence()
                                .members(channel, oneMore)
                                .thenApply(members ->
                                        members.size() <= most
                                                ? Result.done(members)
                                                : Result.refused(
                                                        Problem.LIMIT_EXCEEDED,
                                                        "more than "
                                                                + most
                                                                + " are in this channel: presence_stats says how many")));
    }

    /// How many are in a channel, on all nodes. The answer comes on any thread.
    ///
    /// @return how many; or [Problem#UNKNOWN_CHANNEL], [Problem#NOT_AVAILABLE] if it is not known who is there. Fails with an
    ///     [dev.duplex.channels.engine.EngineException]
    public CompletionStage<Result<PresenceStats>> presenceStats(String channel) {
        return withPresence(channel, _ -> engine.presence().stats(channel).thenApply(Result::done));
    }

    // --- What there is ---

    /// How many subscribers the channel has now, on this node.
    public int subscribers(String channel) {
        Channel found = residents.find(channel);
        return found == null ? 0 : found.size();
    }

    /// How many channels have a subscriber now, on this node.
    public int channels() {
        return residents.count();
    }

    /// The channels that have subscribers on this node, sorted by name, with how many. Takes time in proportion to all channels.
    public Map<String, Integer> channels(Predicate<String> which) {
        return residents.counts(which);
    }

    /// The nodes that serve these channels, this one too, with what each has to do. Takes time in proportion to all channels of
    /// this node: not for an event loop. The answer comes on any thread; it fails with an [dev.duplex.channels.engine.EngineException].
    public CompletionStage<List<Cluster.Status>> nodes() {
        return engine.cluster().nodes();
    }

    /// How many times a subscriber was taken from a channel because it declined a publication, missed something or
    /// threw.
    public long droppedSubscribers() {
        return dropped.sum();
    }

    /// Ends the engine. Subscribers are not told: they end with their sessions, before.
    @Override
    public void close() {
        engine.close();
    }

    // --- For the package ---

    HubObserver observer() {
        return observer;
    }

    void thrown(String what, Throwable thrown) {
        uncaught.thrown(what, thrown);
    }

    /// Takes a member from its channel. Any thread.
    ///
    /// @return whether it was one
    boolean leave(Membership membership) {
        if (membership.isPlain()) {
            return leavePlainly(membership);
        }
        if (!membership.markEnded()) {
            return false;
        }
        observer.left(membership.channel());
        residents.remove(membership);
        arrivals.disappear(membership);
        return true;
    }

    /// In one step with what `rooms` says, so that whoever comes again at the same moment is in both or in neither.
    private boolean leavePlainly(Membership membership) {
        boolean[] left = new boolean[1];
        rooms.computeIfPresent(
                membership.subscriber(),
                (_, names) -> {
                    if (membership.markEnded()) {
                        left[0] = true;
                        names.remove(membership.channel());
                        membership.in().remove(membership);
                    }
                    return names.isEmpty() ? null : names;
                });
        if (left[0]) {
            observer.left(membership.channel());
            residents.settle(membership.in());
        }
        return left[0];
    }

    /// A member declined, or is ended by the hub. Called in its lane.
    ///
    /// @return whether it was one
    boolean drop(Membership membership) {
        boolean left = leave(membership);
        if (left) {
            dropped.increment();
        }
        return left;
    }

    /// A lane takes no tasks any more: nobody who lives there can ever be reached again.
    void dropLane(LaneQueue queue) {
        residents.dropLane(queue);
        rooms.keySet().removeIf(it -> it.lane().equals(queue.lane()));
    }

    /// Finds out where a membership begins, once more.
    void readStart(Membership membership) {
        arrivals.readStart(membership);
    }

    void renewPresence(Membership membership) {
        arrivals.renewPresence(membership);
    }

    /// A page, unless it was asked for after a position of another epoch.
    private static Result<HistoryPage> ofItsEpoch(HistoryQuery query, HistoryPage page) {
        boolean other =
                query.since()
                        .filter(it -> !it.epoch().isEmpty())
                        .filter(it -> !it.epoch().equals(page.position().epoch()))
                        .isPresent();
        return other
                ? Result.refused(
                        Problem.UNRECOVERABLE_POSITION,
                        "the channel has begun anew since that position")
                : Result.done(page);
    }

    private <T> CompletionStage<Result<T>> withHistory(
            String channel, Function<ChannelOptions, CompletionStage<Result<T>>> action) {
        return with(channel, ChannelOptions::keepsHistory, "this channel keeps no history", action);
    }

    private <T> CompletionStage<Result<T>> withPresence(
            String channel, Function<ChannelOptions, CompletionStage<Result<T>>> action) {
        return with(
                channel,
                ChannelOptions::presence,
                "it is not known who is in this channel",
                action);
    }

    /// Does something in a channel, if there is one, and it has what is needed.
    private <T> CompletionStage<Result<T>> with(
            String channel,
            Predicate<ChannelOptions> has,
            String otherwise,
            Function<ChannelOptions, CompletionStage<Result<T>>> action) {
        Optional<ChannelOptions> options = options(channel);
        if (options.isEmpty()) {
            return CompletableFuture.completedStage(
                    Result.refused(Problem.UNKNOWN_CHANNEL, NO_SUCH_CHANNEL));
        }
        return has.test(options.get())
                ? action.apply(options.get())
                : CompletableFuture.completedStage(
                        Result.refused(Problem.NOT_AVAILABLE, otherwise));
    }

    private CompletionStage<Result<Published>> refusePublish(
            String channel, Problem problem, String reason) {
        observer.publishRefused(channel, problem);
        return CompletableFuture.completedStage(Result.refused(problem, reason));
    }

    private ChannelOptions requireOptions(String channel) {
        return options(channel)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no channel \"" + channel + '"'));
    }

    private boolean isName(String channel) {
        int most = limits.channelNameBytes();
        return !channel.isEmpty()
                && channel.length() <= most
                && (channel.length() * 3 <= most
                        || channel.getBytes(StandardCharsets.UTF_8).length <= most);
    }

    /// Makes hubs. What is not set is as in [Hub#Hub()].
    public static final class Builder {
        private @Nullable Engine engine;
        private Namespaces namespaces = Namespaces.OPEN;
        private HubLimits limits = HubLimits.DEFAULT;
        private HubObserver observer = HubObserver.NONE;
        private Cluster.Node node = new Cluster.Node(UUID.randomUUID().toString(), "duplex", "");
        private Uncaught uncaught =
                (what, thrown) -> LOG.log(Failures.level(thrown), "thrown by " + what, thrown);

        private Builder() {}

        /// What keeps the channels; by default [MemoryEngine]. The hub closes it.
        public Builder engine(Engine engine) {
            this.engine = engine;
            return this;
        }

        /// Which channels there are; by default [Namespaces#OPEN].
        public Builder namespaces(Namespaces namespaces) {
            this.namespaces = namespaces;
            return this;
        }

        public Builder limits(HubLimits limits) {
            this.limits = limits;
            return this;
        }

        /// Hears of what the hub does.
        public Builder observer(HubObserver observer) {
            this.observer = observer;
            return this;
        }

        /// What other nodes are told of this one; its id is to be new in each life.
        public Builder node(Cluster.Node node) {
            this.node = node;
            return this;
        }

        /// Hears of what subscribers and lanes throw, and of what an engine could not do that nobody waits for. By default they are
        /// logged.
        public Builder uncaught(Uncaught uncaught) {
            this.uncaught = uncaught;
            return this;
        }

        /// Opens the hub.
        public Hub build() {
            return new Hub(this);
        }
    }
}
