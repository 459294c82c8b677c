package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a client asks for.
public sealed interface Request {
    /// Begins the session.
    ///
    /// @param token allows the connection, or empty
    /// @param data what the client says to the server
    /// @param subs subscriptions that the server made, by channel, to recover
    /// @param name the kind of client
    /// @param version the client's version
    /// @param headers stand in for the HTTP headers that browsers cannot set
    /// @param flag bits, none known
    record Connect(
            String token,
            Data data,
            Map<String, Subscribe> subs,
            String name,
            String version,
            Map<String, String> headers,
            long flag)
            implements Request {
        public Connect {
            subs = Copies.of(subs);
            headers = Copies.of(headers);
        }

        /// @return a builder in which nothing is set
        public static Builder builder() {
            return new Builder();
        }

        /// Sets the fields that are not empty, false or 0.
        public static final class Builder {
            private String token = "";
            private Data data = Data.EMPTY;
            private Map<String, Subscribe> subs = Map.of();
            private String name = "";
            private String version = "";
            private Map<String, String> headers = Map.of();
            private long flag = 0;

            private Builder() {}

            public Builder token(String token) {
                this.token = token;
                return this;
            }

            public Builder data(Data data) {
                this.data = data;
                return this;
            }

            public Builder subs(Map<String, Subscribe> subs) {
                this.subs = subs;
                return this;
            }

            public Builder name(String name) {
                this.name = name;
                return this;
            }

            public Builder version(String version) {
                this.version = version;
                return this;
            }

            public Builder headers(Map<String, String> headers) {
                this.headers = headers;
                return this;
            }

            public Builder flag(long flag) {
                this.flag = flag;
                return this;
            }

            public Connect build() {
                return new Connect(token, data, subs, name, version, headers, flag);
            }
        }
    }

    /// Subscribes to a channel; in a `Connect`, resumes a subscription that the server made.
    ///
    /// @param channel the channel; empty inside of a connect, where it is the key
    /// @param token allows the subscription, or empty
    /// @param recover whether publications since `offset` are wanted
    /// @param epoch the epoch of `offset`
    /// @param offset the last publication that the client has
    /// @param data what the client says to the server
    /// @param positioned whether the position is to be watched
    /// @param recoverable whether recovery is wanted
    /// @param joinLeave whether joins and leaves are wanted
    /// @param delta the delta encoding wanted (`fossil`), or empty
    /// @param filter which publications are wanted
    /// @param flag bits: `FLAG_…`
    /// @param type the kind of subscription: 0 stream, others not served yet
    /// @param phase of a map subscription
    /// @param cursor of a map subscription: where the next page begins
    /// @param limit of a map subscription: of a page
    /// @param asc of a map subscription: the order
    record Subscribe(
            String channel,
            String token,
            boolean recover,
            String epoch,
            long offset,
            Data data,
            boolean positioned,
            boolean recoverable,
            boolean joinLeave,
            String delta,
            Optional<FilterNode> filter,
            long flag,
            int type,
            int phase,
            String cursor,
            int limit,
            boolean asc)
            implements Request {
        /// In `flag`: what cannot be recovered is to be refused, with error 112.
        public static final long FLAG_REJECT_UNRECOVERED = 2;

        /// @return a builder in which nothing is set
        public static Builder builder() {
            return new Builder();
        }

        /// Sets the fields that are not empty, false or 0.
        public static final class Builder {
            private String channel = "";
            private String token = "";
            private boolean recover = false;
            private String epoch = "";
            private long offset = 0;
            private Data data = Data.EMPTY;
            private boolean positioned = false;
            private boolean recoverable = false;
            private boolean joinLeave = false;
            private String delta = "";
            private Optional<FilterNode> filter = Optional.empty();
            private long flag = 0;
            private int type = 0;
            private int phase = 0;
            private String cursor = "";
            private int limit = 0;
            private boolean asc = false;

            private Builder() {}

            public Builder channel(String channel) {
                this.channel = channel;
                return this;
            }

            public Builder token(String token) {
                this.token = token;
                return this;
            }

            public Builder recover(boolean recover) {
                this.recover = recover;
                return this;
            }

            public Builder epoch(String epoch) {
                this.epoch = epoch;
                return this;
            }

            public Builder offset(long offset) {
                this.offset = offset;
                return this;
            }

            public Builder data(Data data) {
                this.data = data;
                return this;
            }

            public Builder positioned(boolean positioned) {
                this.positioned = positioned;
                return this;
            }

            public Builder recoverable(boolean recoverable) {
                this.recoverable = recoverable;
                return this;
            }

            public Builder joinLeave(boolean joinLeave) {
                this.joinLeave = joinLeave;
                return this;
            }

            public Builder delta(String delta) {
                this.delta = delta;
                return this;
            }

            public Builder filter(FilterNode filter) {
                this.filter = Optional.of(filter);
                return this;
            }

            public Builder flag(long flag) {
                this.flag = flag;
                return this;
            }

            public Builder type(int type) {
                this.type = type;
                return this;
            }

            public Builder phase(int phase) {
                this.phase = phase;
                return this;
            }

            public Builder cursor(String cursor) {
                this.cursor = cursor;
                return this;
            }

            public Builder limit(int limit) {
                this.limit = limit;
                return this;
            }

            public Builder asc(boolean asc) {
                this.asc = asc;
                return this;
            }

            public Subscribe build() {
                return new Subscribe(
                        channel,
                        token,
                        recover,
                        epoch,
                        offset,
                        data,
                        positioned,
                        recoverable,
                        joinLeave,
                        delta,
                        filter,
                        flag,
                        type,
                        phase,
                        cursor,
                        limit,
                        asc);
            }
        }
    }

    /// Ends a subscription.
    record Unsubscribe(String channel) implements Request {}

    /// Publishes into a channel.
    ///
    /// @param data what is published
    /// @param type the kind of channel: 0 stream
    /// @param key of a map channel
    /// @param removed of a map channel: removes the key
    record Publish(String channel, Data data, int type, String key, boolean removed)
            implements Request {

        /// @return a builder in which nothing is set
        public static Builder builder() {
            return new Builder();
        }

        /// Sets the fields that are not empty, false or 0.
        public static final class Builder {
            private String channel = "";
            private Data data = Data.EMPTY;
            private int type = 0;
            private String key = "";
            private boolean removed = false;

            private Builder() {}

            public Builder channel(String channel) {
                this.channel = channel;
                return this;
            }

            public Builder data(Data data) {
                this.data = data;
                return this;
            }

            public Builder type(int type) {
                this.type = type;
                return this;
            }

            public Builder key(String key) {
                this.key = key;
                return this;
            }

            public Builder removed(boolean removed) {
                this.removed = removed;
                return this;
            }

            public Publish build() {
                return new Publish(channel, data, type, key, removed);
            }
        }
    }

    /// Asks who is in a channel.
    record Presence(String channel) implements Request {}

    /// Asks how many are in a channel.
    record PresenceStats(String channel) implements Request {}

    /// Asks for a channel's past.
    ///
    /// @param limit publications wanted; 0 only asks for the position, below 0 means all
    /// @param since the position from which on they are wanted
    /// @param reverse the newest first
    record History(String channel, int limit, Optional<StreamPosition> since, boolean reverse)
            implements Request {}

    /// Asks for an answer. Clients of version 2 answer the server's pings instead.
    record Ping() implements Request {}

    /// A message without a reply.
    ///
    /// @param data the message
    record Send(Data data) implements Request {}

    /// A call.
    ///
    /// @param data the parameters
    /// @param method what is called
    record Rpc(Data data, String method) implements Request {}

    /// Prolongs the connection.
    ///
    /// @param token the new token
    record Refresh(String token) implements Request {}

    /// Prolongs a subscription.
    ///
    /// @param token the new token
    /// @param type of the subscription
    /// @param track of a shared poll: keys to watch
    /// @param untrack of a shared poll: keys not to watch any more
    record SubRefresh(
            String channel, String token, int type, List<TrackBatch> track, List<String> untrack)
            implements Request {
        public SubRefresh {
            track = List.copyOf(track);
            untrack = List.copyOf(untrack);
        }

        /// @return a builder in which nothing is set
        public static Builder builder() {
            return new Builder();
        }

        /// Sets the fields that are not empty, false or 0.
        public static final class Builder {
            private String channel = "";
            private String token = "";
            private int type = 0;
            private List<TrackBatch> track = List.of();
            private List<String> untrack = List.of();

            private Builder() {}

            public Builder channel(String channel) {
                this.channel = channel;
                return this;
            }

            public Builder token(String token) {
                this.token = token;
                return this;
            }

            public Builder type(int type) {
                this.type = type;
                return this;
            }

            public Builder track(List<TrackBatch> track) {
                this.track = track;
                return this;
            }

            public Builder untrack(List<String> untrack) {
                this.untrack = untrack;
                return this;
            }

            public SubRefresh build() {
                return new SubRefresh(channel, token, type, track, untrack);
            }
        }
    }

    /// No request, or none that is known: with id 0 the answer to a ping, else something for which there is only an error.
    record None() implements Request {}

    /// Whether it only asks, or begins to be told: what a method that is safe may carry (RFC 9110 §9.2.1).
    default boolean isSafe() {
        return switch (this) {
            case Connect _, Subscribe _, Presence _, PresenceStats _, History _, Ping _, None _ ->
                    true;
            case Unsubscribe _, Publish _, Send _, Rpc _, Refresh _, SubRefresh _ -> false;
        };
    }
}
