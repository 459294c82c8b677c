package dev.duplex.api;

import dev.duplex.channels.RpcHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who may use an API, and its limits. Immutable.
public final class ApiOptions {
    private final Keys keys;
    private final boolean transportErrors;
    private final int bodyBytes;
    private final int answerBytes;
    private final int batchCommands;
    private final int broadcastChannels;
    private final int requestsUnderWay;
    private final Duration answerTimeout;
    private final Map<String, ProgramMethod> methods;
    private final ApiObserver observer;

    private ApiOptions(Builder builder) {
        keys = new Keys(builder.keys);
        transportErrors = builder.transportErrors;
        bodyBytes = builder.bodyBytes;
        answerBytes = builder.answerBytes;
        batchCommands = builder.batchCommands;
        broadcastChannels = builder.broadcastChannels;
        requestsUnderWay = builder.requestsUnderWay;
        answerTimeout = builder.answerTimeout;
        methods = Collections.unmodifiableMap(new TreeMap<>(builder.methods));
        observer = GuardedObserver.of(builder.observer);
    }

    /// Begins without a key: the API is closed until it gets one.
    public static Builder builder() {
        return new Builder();
    }

    Keys keys() {
        return keys;
    }

    boolean transportErrors() {
        return transportErrors;
    }

    /// How long a request's body may be.
    public int bodyBytes() {
        return bodyBytes;
    }

    /// How long an answer may be.
    public int answerBytes() {
        return answerBytes;
    }

    /// How many commands one request may have.
    public int batchCommands() {
        return batchCommands;
    }

    /// To how many channels a broadcast may go.
    public int broadcastChannels() {
        return broadcastChannels;
    }

    /// How many requests may be under way at a time.
    public int requestsUnderWay() {
        return requestsUnderWay;
    }

    /// How long a request may wait for the engine.
    public Duration answerTimeout() {
        return answerTimeout;
    }

    /// By their names, in their order.
    Map<String, ProgramMethod> methods() {
        return methods;
    }

    ApiObserver observer() {
        return observer;
    }

    /// Makes options.
    public static final class Builder {
        private final List<String> keys = new ArrayList<>();
        private final Map<String, ProgramMethod> methods = new HashMap<>();
        private boolean transportErrors;
        private int bodyBytes = 4 << 20;
        private int answerBytes = 16 << 20;
        private int batchCommands = 1_000;
        private int broadcastChannels = 10_000;
        private int requestsUnderWay = 256;
        private Duration answerTimeout = Duration.ofSeconds(30);
        private ApiObserver observer = ApiObserver.NONE;

        private Builder() {}

        /// A key that opens the API. There may be several: when one is replaced, both are good until every
        /// client has the new one.
        ///
        /// @throws IllegalArgumentException if it is empty, or has what a header field cannot carry: anything but visible ASCII
        public Builder key(String key) {
            if (key.isEmpty() || !key.chars().allMatch(it -> it > ' ' && it < 0x7F)) {
                throw new IllegalArgumentException(
                        "an API key must not be empty, and has visible ASCII characters only");
            }
            keys.add(key);
            return this;
        }

        /// Whether errors are answered with an HTTP status of their own in place of 200, as each request may ask with
        /// `X-Centrifugo-Error-Mode: transport`. By default off.
        public Builder transportErrors(boolean on) {
            transportErrors = on;
            return this;
        }

        /// How long a request's body may be, by default 4 MiB.
        public Builder bodyBytes(int bytes) {
            bodyBytes = positive("bodyBytes", bytes);
            return this;
        }

        /// How long an answer may be, by default 16 MiB.
        public Builder answerBytes(int bytes) {
            answerBytes = positive("answerBytes", bytes);
            return this;
        }

        /// How many commands one request may have, by default 1,000.
        public Builder batchCommands(int commands) {
            batchCommands = positive("batchCommands", commands);
            return this;
        }

        /// To how many channels a broadcast may go, by default 10,000.
        public Builder broadcastChannels(int channels) {
            broadcastChannels = positive("broadcastChannels", channels);
            return this;
        }

        /// How many requests may be under way at a time, from their key to their answer's end, by default 256.
        public Builder requestsUnderWay(int requests) {
            requestsUnderWay = positive("requestsUnderWay", requests);
            return this;
        }

        /// How long a request may wait for the engine, by default 30 seconds.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder answerTimeout(Duration timeout) {
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("answerTimeout must be positive");
            }
            answerTimeout = timeout;
            return this;
        }

        /// What answers calls of a method by `rpc`. It is called on a thread of the API, by nobody in particular: the caller has neither user nor
        /// client.
        ///
        /// @throws IllegalArgumentException if the name is empty, or has a handler already
        public Builder method(String name, RpcHandler handler) {
            return method(name, new ProgramMethod("", handler));
        }

        /// The same, of one that the description tells of.
        ///
        /// @throws IllegalArgumentException if the name is empty, or has a handler already
        public Builder method(String name, ProgramMethod method) {
            if (name.isEmpty() || methods.putIfAbsent(name, method) != null) {
                throw new IllegalArgumentException(
                        "a method needs a name that no other has: \"" + name + '"');
            }
            return this;
        }

        /// Tells `observer` what is called, for metrics. By default nobody.
        public Builder observer(ApiObserver observer) {
            this.observer = observer;
            return this;
        }

        public ApiOptions build() {
            return new ApiOptions(this);
        }

        private static int positive(String name, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
