package dev.duplex.centrifuge;

import dev.duplex.access.Access;
import dev.duplex.channels.RpcHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What an endpoint of the Centrifuge protocol does, and its limits. Immutable.
public final class CentrifugeOptions {
    private final Access access;
    private final Duration pingInterval;
    private final Duration pongTimeout;
    private final Duration connectTimeout;
    private final int channels;
    private final int commandsUnderWay;
    private final Map<String, RpcHandler> methods;

    private CentrifugeOptions(Builder builder) {
        access = builder.access;
        pingInterval = builder.pingInterval;
        pongTimeout = builder.pongTimeout;
        connectTimeout = builder.connectTimeout;
        channels = builder.channels;
        commandsUnderWay = builder.commandsUnderWay;
        methods = Map.copyOf(builder.methods);
    }

    /// @param access who may do what
    public static Builder builder(Access access) {
        return new Builder(access);
    }

    Access access() {
        return access;
    }

    Duration pingInterval() {
        return pingInterval;
    }

    Duration pongTimeout() {
        return pongTimeout;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    int channels() {
        return channels;
    }

    int commandsUnderWay() {
        return commandsUnderWay;
    }

    Map<String, RpcHandler> methods() {
        return methods;
    }

    /// Makes options.
    public static final class Builder {
        private final Access access;
        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pongTimeout = Duration.ofSeconds(8);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int channels = 128;
        private int commandsUnderWay = 256;
        private final Map<String, RpcHandler> methods = new HashMap<>();

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
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /// In how many channels a client may be, by default 128.
        public Builder channels(int channels) {
            this.channels = channels;
            return this;
        }

        /// How many commands of a client may wait for an answer of the hub or of [Access], by default 256; while they do, nothing more is read from it.
        public Builder commandsUnderWay(int commands) {
            commandsUnderWay = commands;
            return this;
        }

        /// What answers a method that clients call.
        public Builder method(String name, RpcHandler handler) {
            if (methods.putIfAbsent(name, handler) != null) {
                throw new IllegalArgumentException("method " + name + " has a handler already");
            }
            return this;
        }

        public CentrifugeOptions build() {
            return new CentrifugeOptions(this);
        }
    }
}
