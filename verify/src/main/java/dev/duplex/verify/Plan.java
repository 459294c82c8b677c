package dev.duplex.verify;

import dev.duplex.faults.FaultKind;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.judge.Kept;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is run.
///
/// @param channels names, each for all publishers and subscribers
/// @param clients kinds of our own subscribers
/// @param externals programs that subscribe, by what they are called in the report
/// @param subscribers how many of each kind, and of each program, a channel has
/// @param sleepers how many of each kind that recovers a channel has beside them that stay away until all faults are over; 0 for none
/// @param publishers kinds, of each of which a channel has one
/// @param rate publications a second of each publisher, at most
/// @param duration how long there are faults; longer, by a minute at most, until each kind has come once
/// @param faults which; none for a run without
/// @param faultInterval from one fault to the next, on average
/// @param faultLongest how long one lasts at most; [#FAULT_SHORTEST] or more. Most partitions last so much longer that nodes notice
/// @param seed what chooses faults
/// @param begin how long everybody has to begin, before there are faults
/// @param catchUp how long everybody has after the last fault to have everything
/// @param linger how long everybody goes on listening when all have everything, for what comes twice late; 0 for not at all
/// @param recoveryDemanded whether it is wrong that a server cannot give what was missed, though it says so; of who slept only by `kept`
/// @param kept what the channels' history holds, and who comes back is given; empty if it is not known
/// @param heardLimit how many things that a subscriber notices are written down
public record Plan(
        List<String> channels,
        List<ClientKind> clients,
        Map<String, List<String>> externals,
        int subscribers,
        int sleepers,
        List<PublisherKind> publishers,
        int rate,
        Duration duration,
        Set<FaultKind> faults,
        Duration faultInterval,
        Duration faultLongest,
        long seed,
        Duration begin,
        Duration catchUp,
        Duration linger,
        boolean recoveryDemanded,
        Optional<Kept> kept,
        int heardLimit) {
    /// How many things that a subscriber notices are written down by default; each takes some 50 bytes, and twice that when it
    /// is judged.
    public static final int HEARD_LIMIT = 2_000_000;

    /// How many things that all subscribers together notice are written down.
    public static final int HEARD_TOTAL = 10_000_000;

    /// How long a fault that lasts does so at least.
    public static final Duration FAULT_SHORTEST = Duration.ofMillis(100);

    /// The most subscribers and publishers of a run.
    public static final int MEMBERS_LIMIT = 5_000;

    /// @throws IllegalArgumentException if there is nobody to publish or to subscribe, or too many, or a number is not above 0
    public Plan {
        channels = List.copyOf(channels);
        clients = List.copyOf(clients);
        externals = new LinkedHashMap<>(externals);
        publishers = List.copyOf(publishers);
        faults = Set.copyOf(faults);
        require(!channels.isEmpty(), "there must be a channel");
        require(
                channels.stream().distinct().count() == channels.size(),
                "a channel is there twice");
        require(!clients.isEmpty() || !externals.isEmpty(), "there must be a client");
        require(!publishers.isEmpty(), "there must be a publisher");
        require(
                publishers.stream().distinct().count() == publishers.size(),
                "a kind of publisher is there twice");
        require(
                clients.stream().distinct().count() == clients.size(),
                "a kind of client is there twice");
        clients.stream()
                .flatMap(it -> Stream.of(it.label(), it.sleeperLabel()))
                .filter(externals::containsKey)
                .findAny()
                .ifPresent(it -> {
                    throw new IllegalArgumentException(
                            "a program is named as a kind of client is: " + it);
                });
        require(subscribers > 0, "there must be a subscriber of each kind");
        require(sleepers >= 0, "there cannot be less than no sleepers");
        require(rate > 0, "the rate must be above 0");
        require(duration.isPositive(), "the duration must be above 0");
        require(faultInterval.isPositive(), "the interval of faults must be above 0");
        require(
                faultLongest.compareTo(FAULT_SHORTEST) >= 0,
                "the longest fault must take "
                        + FAULT_SHORTEST.toMillis()
                        + " ms at least, not "
                        + faultLongest.toMillis()
                        + " ms");
        require(begin.isPositive(), "the time to begin must be above 0");
        require(catchUp.isPositive(), "the time to catch up must be above 0");
        require(!linger.isNegative(), "the time to linger must not be below 0");
        require(heardLimit > 0, "something must be written down");
        long sleeping = sleepers * clients.stream().filter(ClientKind::recovers).count();
        long members =
                channels.size()
                        * (publishers.size()
                                + (long) subscribers * (clients.size() + externals.size())
                                + sleeping);
        require(
                members <= MEMBERS_LIMIT,
                "there may be " + MEMBERS_LIMIT + " publishers and subscribers, not " + members);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// Starts from a short run of everything without faults.
    public static Builder builder() {
        return new Builder();
    }

    /// Collects what is run.
    public static final class Builder {
        private List<String> channels = List.of("verify:1", "verify:2");
        private List<ClientKind> clients = List.of(ClientKind.values());
        private final Map<String, List<String>> externals = new LinkedHashMap<>();
        private int subscribers = 1;
        private int sleepers = 1;
        private List<PublisherKind> publishers = List.of(PublisherKind.values());
        private int rate = 20;
        private Duration duration = Duration.ofSeconds(20);
        private Set<FaultKind> faults = EnumSet.noneOf(FaultKind.class);
        private Duration faultInterval = Duration.ofMillis(1500);
        private Duration faultLongest = Duration.ofSeconds(2);
        private long seed;
        private Duration begin = Duration.ofSeconds(20);
        private Duration catchUp = Duration.ofSeconds(30);
        private Duration linger = Duration.ofSeconds(1);
        private boolean recoveryDemanded;
        private Optional<Kept> kept = Optional.empty();
        private int heardLimit = HEARD_LIMIT;

        private Builder() {}

        public Builder channels(List<String> names) {
            channels = names;
            return this;
        }

        public Builder clients(List<ClientKind> kinds) {
            clients = kinds;
            return this;
        }

        /// Adds a program.
        ///
        /// @throws IllegalArgumentException if there is one of that name
        public Builder external(String name, List<String> command) {
            if (externals.putIfAbsent(name, List.copyOf(command)) != null) {
                throw new IllegalArgumentException("there are two programs named " + name);
            }
            return this;
        }

        public Builder subscribers(int perKindAndChannel) {
            subscribers = perKindAndChannel;
            return this;
        }

        public Builder sleepers(int perKindAndChannel) {
            sleepers = perKindAndChannel;
            return this;
        }

        public Builder publishers(List<PublisherKind> kinds) {
            publishers = kinds;
            return this;
        }

        public Builder rate(int perSecond) {
            rate = perSecond;
            return this;
        }

        public Builder duration(Duration time) {
            duration = time;
            return this;
        }

        public Builder faults(Set<FaultKind> kinds) {
            faults = kinds;
            return this;
        }

        public Builder faultInterval(Duration mean) {
            faultInterval = mean;
            return this;
        }

        public Builder faultLongest(Duration longest) {
            faultLongest = longest;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder begin(Duration patience) {
            begin = patience;
            return this;
        }

        public Builder catchUp(Duration patience) {
            catchUp = patience;
            return this;
        }

        public Builder linger(Duration time) {
            linger = time;
            return this;
        }

        public Builder demandRecovery(boolean demanded) {
            recoveryDemanded = demanded;
            return this;
        }

        public Builder kept(Kept atLeast) {
            kept = Optional.of(atLeast);
            return this;
        }

        public Builder heardLimit(int events) {
            heardLimit = events;
            return this;
        }

        /// @throws IllegalArgumentException if it makes no sense; says why
        public Plan build() {
            return new Plan(
                    channels,
                    clients,
                    externals,
                    subscribers,
                    sleepers,
                    publishers,
                    rate,
                    duration,
                    faults,
                    faultInterval,
                    faultLongest,
                    seed,
                    begin,
                    catchUp,
                    linger,
                    recoveryDemanded,
                    kept,
                    heardLimit);
        }
    }
}
