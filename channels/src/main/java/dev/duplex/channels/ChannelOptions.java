package dev.duplex.channels;

import dev.duplex.channels.engine.StreamOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What a channel has, and what is done in it: the options of its namespace. Immutable.
public final class ChannelOptions {
    /// Publications reach whoever is subscribed, by [Delivery#DISCONNECT], and nothing is kept.
    public static final ChannelOptions TRANSIENT = builder().build();

    private final StreamOptions stream;
    private final Recovery recovery;
    private final boolean presence;
    private final boolean joinLeave;
    private final Delivery delivery;
    private final Duration latestInterval;
    private final Set<Payload.Kind> kinds;
    private final Set<Delta> delta;
    private final boolean tagFilters;

    private ChannelOptions(Builder builder) {
        stream =
                builder.historySize == 0
                        ? StreamOptions.TRANSIENT
                        : new StreamOptions(
                                builder.historySize, builder.historyTtl, builder.positionTtl);
        recovery = builder.recovery;
        presence = builder.presence;
        joinLeave = builder.joinLeave;
        delivery = builder.delivery;
        latestInterval = builder.latestInterval;
        kinds = Set.copyOf(builder.kinds);
        delta = Set.copyOf(builder.delta);
        tagFilters = builder.tagFilters;
        if (recovery != Recovery.OFF && !stream.keeps()) {
            throw new IllegalArgumentException("recovery needs a history: historySize above 0");
        }
        if (latestInterval.isNegative()) {
            throw new IllegalArgumentException("latestInterval must not be negative");
        }
        if (latestInterval.isPositive() && delivery != Delivery.LATEST) {
            throw new IllegalArgumentException("latestInterval is for delivery LATEST only");
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("at least one kind of payload must be allowed");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /// What the engine is to keep.
    public StreamOptions stream() {
        return stream;
    }

    /// Whether there is a history, and with it a position.
    public boolean keepsHistory() {
        return stream.keeps();
    }

    public Recovery recovery() {
        return recovery;
    }

    /// Whether it is known who is in the channel.
    public boolean presence() {
        return presence;
    }

    /// Whether those in the channel are told who comes and goes.
    public boolean joinLeave() {
        return joinLeave;
    }

    public Delivery delivery() {
        return delivery;
    }

    /// The shortest time between two publications of one key to one subscriber; zero: none.
    public Duration latestInterval() {
        return latestInterval;
    }

    /// The kinds of payload that may be published.
    public Set<Payload.Kind> kinds() {
        return kinds;
    }

    /// The deltas that subscribers may ask for instead of whole payloads; empty: none.
    public Set<Delta> delta() {
        return delta;
    }

    /// Whether subscribers may choose publications by their tags.
    public boolean tagFilters() {
        return tagFilters;
    }

    /// Makes options. Begins with those of [#TRANSIENT].
    public static final class Builder {
        private int historySize;
        private Duration historyTtl = Duration.ofMinutes(5);
        private Duration positionTtl = Duration.ofDays(30);
        private Recovery recovery = Recovery.OFF;
        private boolean presence;
        private boolean joinLeave;
        private Delivery delivery = Delivery.DISCONNECT;
        private Duration latestInterval = Duration.ZERO;
        private Set<Payload.Kind> kinds = EnumSet.allOf(Payload.Kind.class);
        private Set<Delta> delta = Set.of();
        private boolean tagFilters;

        private Builder() {}

        /// Keeps the last publications: at most `size`, each for `ttl` after it was published.
        ///
        /// @param size 0: none
        public Builder history(int size, Duration ttl) {
            historySize = size;
            historyTtl = ttl;
            return this;
        }

        /// For how long after its last publication a channel's position is remembered; by default 30
        /// days. Not shorter than the history's time.
        public Builder positionTtl(Duration ttl) {
            positionTtl = ttl;
            return this;
        }

        /// By default off.
        public Builder recovery(Recovery recovery) {
            this.recovery = recovery;
            return this;
        }

        /// By default off.
        public Builder presence(boolean on) {
            presence = on;
            return this;
        }

        /// By default off.
        public Builder joinLeave(boolean on) {
            joinLeave = on;
            return this;
        }

        /// By default [Delivery#DISCONNECT].
        public Builder delivery(Delivery delivery) {
            this.delivery = delivery;
            return this;
        }

        /// By default zero: as fast as the subscriber can. For [Delivery#LATEST] only.
        public Builder latestInterval(Duration interval) {
            latestInterval = interval;
            return this;
        }

        /// By default all.
        public Builder kinds(Set<Payload.Kind> kinds) {
            this.kinds = kinds;
            return this;
        }

        /// Which deltas subscribers may ask for, where their protocol has them; by default none. Making them costs time for
        /// each publication, and saves bytes for each subscriber where payloads are much like those before them.
        public Builder delta(Set<Delta> delta) {
            this.delta = delta;
            return this;
        }

        /// Whether subscribers may choose publications by their tags, where their protocol has filters; by default not. A
        /// filter is asked for each publication and subscriber.
        public Builder tagFilters(boolean on) {
            tagFilters = on;
            return this;
        }

        /// @throws IllegalArgumentException if they do not go together
        public ChannelOptions build() {
            return new ChannelOptions(this);
        }
    }
}
