package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;

/// The answer to a request.
public sealed interface Result extends Reply.Body {
    /// The session has begun.
    ///
    /// @param client the session's id
    /// @param version the server's version
    /// @param expires whether the connection ends unless it is refreshed
    /// @param ttl seconds until then
    /// @param data what the server says to the client
    /// @param subs subscriptions that the server made, by channel
    /// @param ping seconds between pings of the server; 0 if it sends none
    /// @param pong whether they are to be answered
    /// @param session for the transports that need several requests: the secret of this session
    /// @param node for the same: the node that has it
    /// @param time the server's time, milliseconds since 1970
    record Connect(
            String client,
            String version,
            boolean expires,
            long ttl,
            Data data,
            Map<String, Subscribe> subs,
            long ping,
            boolean pong,
            String session,
            String node,
            long time)
            implements Result {
        public Connect {
            subs = Copies.of(subs);
        }

        /// @return a builder in which nothing is set
        public static Builder builder() {
            return new Builder();
        }

        /// Sets the fields that are not empty, false or 0.
        public static final class Builder {
            private String client = "";
            private String version = "";
            private boolean expires = false;
            private long ttl = 0;
            private Data data = Data.EMPTY;
            private Map<String, Subscribe> subs = Map.of();
            private long ping = 0;
            private boolean pong = false;
            private String session = "";
            private String node = "";
            private long time = 0;

            private Builder() {}

            public Builder client(String client) {
                this.client = client;
                return this;
            }

            public Builder version(String version) {
                this.version = version;
                return this;
            }

            public Builder expires(boolean expires) {
                this.expires = expires;
                return this;
            }

            public Builder ttl(long ttl) {
                this.ttl = ttl;
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

            public Builder ping(long ping) {
                this.ping = ping;
                return this;
            }

            public Builder pong(boolean pong) {
                this.pong = pong;
                return this;
            }

            public Builder session(String session) {
                this.session = session;
                return this;
            }

            public Builder node(String node) {
                this.node = node;
                return this;
            }

            public Builder time(long time) {
                this.time = time;
                return this;
            }

            public Connect build() {
                return new Connect(
                        client, version, expires, ttl, data, subs, ping, pong, session, node, time);
            }
        }
    }

    /// The client is subscribed.
    ///
    /// @param expires whether the subscription ends unless it is refreshed
    /// @param ttl seconds until then
    /// @param recoverable whether it can be recovered
    /// @param epoch the epoch of `offset`
    /// @param publications what the client had missed
    /// @param recovered whether that is all of it
    /// @param offset the last publication of the channel
    /// @param positioned whether the position is watched
    /// @param data what the server says to the client
    /// @param wasRecovering whether the client had asked for recovery
    /// @param delta whether deltas are sent
    /// @param id a short name for the channel in pushes; 0 if there is none
    /// @param type as asked for
    /// @param phase of a map subscription
    /// @param cursor of a map subscription
    /// @param state of a map subscription: what is there
    /// @param publishDebounce milliseconds in which a client publishes once
    record Subscribe(
            boolean expires,
            long ttl,
            boolean recoverable,
            String epoch,
            List<Publication> publications,
            boolean recovered,
            long offset,
            boolean positioned,
            Data data,
            boolean wasRecovering,
            boolean delta,
            long id,
            int type,
            int phase,
            String cursor,
            List<Publication> state,
            long publishDebounce)
            implements Result {
        public Subscribe {
            publications = List.copyOf(publications);
            state = List.copyOf(state);
        }

        /// @return a builder in which nothing is set
        public static Builder builder() {
            return new Builder();
        }

        /// Sets the fields that are not empty, false or 0.
        public static final class Builder {
            private boolean expires = false;
            private long ttl = 0;
            private boolean recoverable = false;
            private String epoch = "";
            private List<Publication> publications = List.of();
            private boolean recovered = false;
            private long offset = 0;
            private boolean positioned = false;
            private Data data = Data.EMPTY;
            private boolean wasRecovering = false;
            private boolean delta = false;
            private long id = 0;
            private int type = 0;
            private int phase = 0;
            private String cursor = "";
            private List<Publication> state = List.of();
            private long publishDebounce = 0;

            private Builder() {}

            public Builder expires(boolean expires) {
                this.expires = expires;
                return this;
            }

            public Builder ttl(long ttl) {
                this.ttl = ttl;
                return this;
            }

            public Builder recoverable(boolean recoverable) {
                this.recoverable = recoverable;
                return this;
            }

            public Builder epoch(String epoch) {
                this.epoch = epoch;
                return this;
            }

            public Builder publications(List<Publication> publications) {
                this.publications = publications;
                return this;
            }

            public Builder recovered(boolean recovered) {
                this.recovered = recovered;
                return this;
            }

            public Builder offset(long offset) {
                this.offset = offset;
                return this;
            }

            public Builder positioned(boolean positioned) {
                this.positioned = positioned;
                return this;
            }

            public Builder data(Data data) {
                this.data = data;
                return this;
            }

            public Builder wasRecovering(boolean wasRecovering) {
                this.wasRecovering = wasRecovering;
                return this;
            }

            public Builder delta(boolean delta) {
                this.delta = delta;
                return this;
            }

            public Builder id(long id) {
                this.id = id;
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

            public Builder state(List<Publication> state) {
                this.state = state;
                return this;
            }

            public Builder publishDebounce(long publishDebounce) {
                this.publishDebounce = publishDebounce;
                return this;
            }

            public Subscribe build() {
                return new Subscribe(
                        expires,
                        ttl,
                        recoverable,
                        epoch,
                        publications,
                        recovered,
                        offset,
                        positioned,
                        data,
                        wasRecovering,
                        delta,
                        id,
                        type,
                        phase,
                        cursor,
                        state,
                        publishDebounce);
            }
        }
    }

    /// The client is not subscribed any more.
    record Unsubscribe() implements Result {}

    /// It is published.
    record Publish() implements Result {}

    /// Who is in the channel.
    ///
    /// @param presence who is there, by client id
    record Presence(Map<String, ClientInfo> presence) implements Result {
        public Presence {
            presence = Copies.of(presence);
        }
    }

    /// How many are in the channel.
    ///
    /// @param numClients sessions
    /// @param numUsers users, who may have several sessions
    record PresenceStats(long numClients, long numUsers) implements Result {}

    /// A part of the channel's past, and its position.
    ///
    /// @param publications in the order asked for
    /// @param epoch the epoch of `offset`
    /// @param offset the last publication of the channel
    record History(List<Publication> publications, String epoch, long offset) implements Result {
        public History {
            publications = List.copyOf(publications);
        }
    }

    /// The answer to a `Request.Ping`.
    record Ping() implements Result {}

    /// What a call returns.
    ///
    /// @param data what the call returns
    record Rpc(Data data) implements Result {}

    /// The connection is prolonged.
    ///
    /// @param client the session's id
    /// @param version the server's version
    /// @param expires whether the connection ends unless it is refreshed
    /// @param ttl seconds until then
    record Refresh(String client, String version, boolean expires, long ttl) implements Result {}

    /// The subscription is prolonged.
    ///
    /// @param expires whether the subscription ends unless it is refreshed
    /// @param ttl seconds until then
    /// @param items of a shared poll
    record SubRefresh(boolean expires, long ttl, List<Publication> items) implements Result {
        public SubRefresh {
            items = List.copyOf(items);
        }
    }
}
