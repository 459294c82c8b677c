package dev.duplex.centrifuge;

import dev.duplex.access.Access;
import dev.duplex.channels.RpcHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What an endpoint of the Centrifuge protocol does, and its limits. Immutable.
public final class CentrifugeOptions {
    private final Access access;
    private final Duration pingInterval;
    private final Duration pongTimeout;
    private final Duration connectTimeout;
    private final int channels;
    private final int commandsUnderWay;
    private final int tokensUnderWay;
    private final int deltaBytes;
    private final Duration connectionGrace;
    private final Duration subscriptionGrace;
    private final InstantSource clock;
    private final Map<String, RpcHandler> methods;
    private final Optional<SendHandler> messages;
    private final CentrifugeObserver observer;

    private CentrifugeOptions(Builder builder) {
        access = builder.access;
        pingInterval = builder.pingInterval;
        pongTimeout = builder.pongTimeout;
        connectTimeout = builder.connectTimeout;
        channels = builder.channels;
        commandsUnderWay = builder.commandsUnderWay;
        tokensUnderWay = builder.tokensUnderWay;
        deltaBytes = builder.deltaBytes;
        connectionGrace = builder.connectionGrace;
        subscriptionGrace = builder.subscriptionGrace;
        clock = builder.clock;
        methods = Map.copyOf(builder.methods);
        messages = builder.messages;
        observer = GuardedObserver.of(builder.observer);
    }

    /// @param access who may do what
    public static Builder builder(Access access) {
        return new Builder(access);
    }

    Access access() {
        return access;
    }

    /// How often a client is sent a ping.
    public Duration pingInterval() {
        return pingInterval;
    }

    /// How soon it has to answer.
    public Duration pongTimeout() {
        return pongTimeout;
    }

    /// How long a session may take to connect.
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /// In how many channels a client may be.
    public int channels() {
        return channels;
    }

    /// How many commands of a client may wait for an answer.
    public int commandsUnderWay() {
        return commandsUnderWay;
    }

    /// How many of them may have a token that is being looked at.
    public int tokensUnderWay() {
        return tokensUnderWay;
    }

    /// The largest payload that a delta is made from or to.
    public int deltaBytes() {
        return deltaBytes;
    }

    /// How long a client has to renew a connection that has expired.
    public Duration connectionGrace() {
        return connectionGrace;
    }

    /// How long a client has to renew a subscription that has expired.
    public Duration subscriptionGrace() {
        return subscriptionGrace;
    }

    InstantSource clock() {
        return clock;
    }

    Map<String, RpcHandler> methods() {
        return methods;
    }

    Optional<SendHandler> messages() {
        return messages;
    }

    CentrifugeObserver observer() {
        return observer;
    }

    /// Makes options.
    public static final class Builder {
        private final Access access;
        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pongTimeout = Duration.ofSeconds(8);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int channels = 128;
        private int commandsUnderWay = 256;
        private int tokensUnderWay = 8;
        private int deltaBytes = 64 << 10;
        private Duration connectionGrace = Duration.ofSeconds(25);
        private Duration subscriptionGrace = Duration.ofSeconds(25);
        private InstantSource clock = InstantSource.system();
        private final Map<String, RpcHandler> methods = new HashMap<>();
        private Optional<SendHandler> messages = Optional.empty();
        private CentrifugeObserver observer = CentrifugeObserver.NONE;

        private Builder(Access access) {
            this.access = access;
        }

        /// How often a client is sent a ping, by default every 25 seconds; and how soon it has to answer, by default within 8.
        ///
        /// @throws IllegalArgumentException if the answer may take as long as the interval, or one is less than a second
        public Builder ping(Duration interval, Duration timeout) {
            if (timeout.compareTo(interval) >= 0 || timeout.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(
                        "a pong's timeout must be a second or more, and shorter than the interval of pings");
            }
            pingInterval = interval;
            pongTimeout = timeout;
            return this;
        }

        /// How long a session may take to connect, by default 10 seconds.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder connectTimeout(Duration timeout) {
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("connectTimeout must be positive");
            }
            connectTimeout = timeout;
            return this;
        }

        /// In how many channels a client may be, by default 128.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder channels(int channels) {
            this.channels = positive("channels", channels);
            return this;
        }

        /// How many commands of a client may wait for an answer of the hub or of [Access], by default 256; while they do, nothing more is read from it.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder commandsUnderWay(int commands) {
            commandsUnderWay = positive("commandsUnderWay", commands);
            return this;
        }

        /// How many subscriptions of a client may wait with a token until [Access] has looked at it, by default 8; while they do, nothing more is
        /// read from it. Signatures of all clients are checked by a few threads, which one client is not to have for itself.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder tokensUnderWay(int tokens) {
            tokensUnderWay = positive("tokensUnderWay", tokens);
            return this;
        }

        /// The largest payload that a delta is made from or to, in bytes, by default 65,536; larger ones are sent whole. A delta is made in the event
        /// loop, once for each pair of payloads. A client with deltas holds the last payload of each of its channels, of this size at most.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder deltaBytes(int bytes) {
            deltaBytes = positive("deltaBytes", bytes);
            return this;
        }

        private static int positive(String name, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }

        /// How long clients have to renew what has expired, by default 25 seconds each.
        ///
        /// @param connection after which a connection whose identity has expired is ended (3005)
        /// @param subscription after which a subscription that has expired is ended (2501)
        /// @throws IllegalArgumentException if one is negative
        public Builder expiryGrace(Duration connection, Duration subscription) {
            if (connection.isNegative() || subscription.isNegative()) {
                throw new IllegalArgumentException("a time of grace must not be negative");
            }
            connectionGrace = connection;
            subscriptionGrace = subscription;
            return this;
        }

        /// What time it is, for what expires; by default the system's. Asked on any thread.
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /// What takes the messages that clients send without a method and without a reply. Without it, a client that sends one is told so by
        /// being disconnected (3508).
        public Builder messages(SendHandler handler) {
            messages = Optional.of(handler);
            return this;
        }

        /// What answers a method that clients call.
        ///
        /// @throws IllegalArgumentException if the name is taken, or begins with `duplex.`: those are the server's own
        public Builder method(String name, RpcHandler handler) {
            if (name.startsWith("duplex.")) {
                throw new IllegalArgumentException("method " + name + " is the server's own");
            }
            if (methods.putIfAbsent(name, handler) != null) {
                throw new IllegalArgumentException("method " + name + " has a handler already");
            }
            return this;
        }

        /// Tells `observer` what clients do, for metrics. By default nobody.
        public Builder observer(CentrifugeObserver observer) {
            this.observer = observer;
            return this;
        }

        public CentrifugeOptions build() {
            return new CentrifugeOptions(this);
        }
    }
}
