package dev.duplex.plain;

import dev.duplex.Origins;
import dev.duplex.access.Access;
import java.time.Duration;
import java.time.InstantSource;

/// What channels at URLs do, and their limits. Immutable.
public final class PlainOptions {
    private final Access access;
    private final Origins origins;
    private final Duration heartbeatInterval;
    private final Duration retry;
    private final int publicationsUnderWay;
    private final int publicationsBehindHistory;
    private final InstantSource clock;

    private PlainOptions(Builder builder) {
        access = builder.access;
        origins = builder.origins;
        heartbeatInterval = builder.heartbeatInterval;
        retry = builder.retry;
        publicationsUnderWay = builder.publicationsUnderWay;
        publicationsBehindHistory = builder.publicationsBehindHistory;
        clock = builder.clock;
    }

    /// @param access who may do what
    public static Builder builder(Access access) {
        return new Builder(access);
    }

    Access access() {
        return access;
    }

    Origins origins() {
        return origins;
    }

    Duration heartbeatInterval() {
        return heartbeatInterval;
    }

    Duration retry() {
        return retry;
    }

    int publicationsUnderWay() {
        return publicationsUnderWay;
    }

    int publicationsBehindHistory() {
        return publicationsBehindHistory;
    }

    InstantSource clock() {
        return clock;
    }

    /// Makes options.
    public static final class Builder {
        private final Access access;
        private Origins origins = Origins.same();
        private Duration heartbeatInterval = Duration.ofSeconds(25);
        private Duration retry = Duration.ofSeconds(2);
        private int publicationsUnderWay = 64;
        private int publicationsBehindHistory = 256;
        private InstantSource clock = InstantSource.system();

        private Builder(Access access) {
            this.access = access;
        }

        /// Which pages may open event streams, by default those of the server's own origin. WebSocket and SockJS have this in the
        /// options of their routes.
        public Builder origins(Origins origins) {
            this.origins = origins;
            return this;
        }

        /// How often an event stream carries a comment, so that nobody on the way takes it for dead; by default every 25 seconds.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder heartbeatInterval(Duration interval) {
            if (!interval.isPositive()) {
                throw new IllegalArgumentException("heartbeatInterval must be positive");
            }
            heartbeatInterval = interval;
            return this;
        }

        /// How long an EventSource is told to wait before it comes back; by default 2 seconds.
        ///
        /// @throws IllegalArgumentException if it is negative
        public Builder retry(Duration retry) {
            if (retry.isNegative()) {
                throw new IllegalArgumentException("retry must not be negative");
            }
            this.retry = retry;
            return this;
        }

        /// How many messages of a client may wait to be published, by default 64; while they do, nothing more is read from it.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder publicationsUnderWay(int publications) {
            if (publications <= 0) {
                throw new IllegalArgumentException("publicationsUnderWay must be positive");
            }
            publicationsUnderWay = publications;
            return this;
        }

        /// How many publications wait for a session that has not been given all of the history that it asked for, or for an event stream
        /// that has not been given all that it missed, by default 256; further ones are treated by the channel's delivery, as those that
        /// do not fit into `Limits.queueBytes` are.
        ///
        /// @throws IllegalArgumentException if it is negative
        public Builder publicationsBehindHistory(int publications) {
            if (publications < 0) {
                throw new IllegalArgumentException(
                        "publicationsBehindHistory must not be negative");
            }
            publicationsBehindHistory = publications;
            return this;
        }

        /// What time it is, for what expires; by default the system's. Asked on any thread.
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        public PlainOptions build() {
            return new PlainOptions(this);
        }
    }
}
