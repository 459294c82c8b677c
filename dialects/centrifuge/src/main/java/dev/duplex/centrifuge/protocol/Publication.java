package dev.duplex.centrifuge.protocol;

import java.util.Map;
import java.util.Optional;

/// A publication of a channel.
///
/// @param data what was published; a delta if `delta`
/// @param info the client that published it
/// @param offset its place in the channel; 0 if the channel counts none
/// @param tags what filters look at
/// @param delta whether `data` is a delta to the publication before
/// @param time when, milliseconds since 1970; 0 if not said
/// @param channel its channel, where it is not the one subscribed to
/// @param key of a map channel
/// @param removed of a map channel: the key is gone
/// @param score of a map channel: orders the keys
/// @param epoch of a map channel
/// @param prevData of a map channel: the value before
/// @param version of a shared poll
public record Publication(
        Data data,
        Optional<ClientInfo> info,
        long offset,
        Map<String, String> tags,
        boolean delta,
        long time,
        String channel,
        String key,
        boolean removed,
        long score,
        String epoch,
        Data prevData,
        long version)
        implements Event {
    public Publication {
        tags = Copies.of(tags);
    }

    /// @return a builder in which nothing is set
    public static Builder builder() {
        return new Builder();
    }

    /// Sets the fields that are not empty, false or 0.
    public static final class Builder {
        private Data data = Data.EMPTY;
        private Optional<ClientInfo> info = Optional.empty();
        private long offset = 0;
        private Map<String, String> tags = Map.of();
        private boolean delta = false;
        private long time = 0;
        private String channel = "";
        private String key = "";
        private boolean removed = false;
        private long score = 0;
        private String epoch = "";
        private Data prevData = Data.EMPTY;
        private long version = 0;

        private Builder() {}

        public Builder data(Data data) {
            this.data = data;
            return this;
        }

        public Builder info(ClientInfo info) {
            this.info = Optional.of(info);
            return this;
        }

        public Builder offset(long offset) {
            this.offset = offset;
            return this;
        }

        public Builder tags(Map<String, String> tags) {
            this.tags = tags;
            return this;
        }

        public Builder delta(boolean delta) {
            this.delta = delta;
            return this;
        }

        public Builder time(long time) {
            this.time = time;
            return this;
        }

        public Builder channel(String channel) {
            this.channel = channel;
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

        public Builder score(long score) {
            this.score = score;
            return this;
        }

        public Builder epoch(String epoch) {
            this.epoch = epoch;
            return this;
        }

        public Builder prevData(Data prevData) {
            this.prevData = prevData;
            return this;
        }

        public Builder version(long version) {
            this.version = version;
            return this;
        }

        public Publication build() {
            return new Publication(
                    data, info, offset, tags, delta, time, channel, key, removed, score, epoch,
                    prevData, version);
        }
    }
}
