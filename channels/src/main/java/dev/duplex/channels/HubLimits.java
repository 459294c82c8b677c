package dev.duplex.channels;

import java.time.Duration;

/// What a hub may hold, and how long it may keep a lane busy.
///
/// @param laneBytes what the publications that wait for one lane may come to: their payloads, and
///     [#ENTRY_BYTES] for each of them, so that small ones are bounded too. A single publication
///     always fits. When a lane is full, publishing is refused to channels with subscribers there; what an engine
///     brings nevertheless ([End#INTERRUPTED]) those subscribers miss, and are told
/// @param drainBudget after how many deliveries in a row a lane lets its other tasks run
/// @param channelNameBytes the longest name of a channel, in bytes of UTF-8
/// @param recoverPublications the most publications that a subscriber is brought up to date with, and that may
///     come while that is being done; one that missed more is told so
/// @param historyPublications the most publications that one query of history gives
/// @param historyPageBytes the most that the payloads of a page of history come to, and of what a subscriber is brought up to date
///     with; one that missed more is told so. One payload may be larger than that, alone
/// @param latestKeys of how many keys the latest publication is kept for one subscriber by
///     [Delivery#LATEST]; beyond it the oldest is skipped
/// @param presenceMembers the most members of a channel that are told one by one; of a channel with more it is told how many
///     there are ([Hub#presenceStats])
/// @param relayedBytes what clients' messages may come to that are on their way to one other node, or not answered by it; 512 bytes more for each. A
///     single one always fits. Beyond it they are not handed on ([RelayOutcome#TOO_MUCH])
/// @param relayPatience how long it is waited for word of such a message ([RelayOutcome#UNANSWERED])
public record HubLimits(
        long laneBytes,
        int drainBudget,
        int channelNameBytes,
        int recoverPublications,
        int historyPublications,
        long historyPageBytes,
        int latestKeys,
        int presenceMembers,
        long relayedBytes,
        Duration relayPatience) {
    /// What a publication that waits for a lane counts beside its payload: about what its objects
    /// take on the heap.
    public static final int ENTRY_BYTES = 128;

    /// 64 MiB for each lane, which is at most 524,288 publications; 1,024 deliveries; names of 255 bytes; 1,000
    /// publications to recover, and of history, of 16 MiB; 10,000 keys; 5,000 members; 4 MiB for each other
    /// node, and 10 seconds.
    public static final HubLimits DEFAULT = new HubLimits(64L << 20, 1_024);

    /// @throws IllegalArgumentException if one is not positive
    public HubLimits {
        requirePositive("laneBytes", laneBytes);
        requirePositive("drainBudget", drainBudget);
        requirePositive("channelNameBytes", channelNameBytes);
        requirePositive("recoverPublications", recoverPublications);
        requirePositive("historyPublications", historyPublications);
        requirePositive("historyPageBytes", historyPageBytes);
        requirePositive("latestKeys", latestKeys);
        requirePositive("presenceMembers", presenceMembers);
        requirePositive("relayedBytes", relayedBytes);
        requirePositive("relayPatience", relayPatience.toNanos());
    }

    /// Limits of a lane, with the others as in [#DEFAULT].
    public HubLimits(long laneBytes, int drainBudget) {
        this(
                laneBytes,
                drainBudget,
                255,
                1_000,
                1_000,
                16L << 20,
                10_000,
                5_000,
                4L << 20,
                Duration.ofSeconds(10));
    }

    /// Starts from the defaults.
    public static Builder builder() {
        return new Builder(DEFAULT);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    /// Makes limits. Not thread-safe.
    public static final class Builder {
        private long laneBytes;
        private int drainBudget;
        private int channelNameBytes;
        private int recoverPublications;
        private int historyPublications;
        private long historyPageBytes;
        private int latestKeys;
        private int presenceMembers;
        private long relayedBytes;
        private Duration relayPatience;

        private Builder(HubLimits from) {
            laneBytes = from.laneBytes;
            drainBudget = from.drainBudget;
            channelNameBytes = from.channelNameBytes;
            recoverPublications = from.recoverPublications;
            historyPublications = from.historyPublications;
            historyPageBytes = from.historyPageBytes;
            latestKeys = from.latestKeys;
            presenceMembers = from.presenceMembers;
            relayedBytes = from.relayedBytes;
            relayPatience = from.relayPatience;
        }

        public Builder laneBytes(long bytes) {
            laneBytes = bytes;
            return this;
        }

        public Builder drainBudget(int deliveries) {
            drainBudget = deliveries;
            return this;
        }

        public Builder channelNameBytes(int bytes) {
            channelNameBytes = bytes;
            return this;
        }

        public Builder recoverPublications(int publications) {
            recoverPublications = publications;
            return this;
        }

        public Builder historyPublications(int publications) {
            historyPublications = publications;
            return this;
        }

        public Builder historyPageBytes(long bytes) {
            historyPageBytes = bytes;
            return this;
        }

        public Builder latestKeys(int keys) {
            latestKeys = keys;
            return this;
        }

        public Builder presenceMembers(int members) {
            presenceMembers = members;
            return this;
        }

        public Builder relayedBytes(long bytes) {
            relayedBytes = bytes;
            return this;
        }

        public Builder relayPatience(Duration patience) {
            relayPatience = patience;
            return this;
        }

        /// @throws IllegalArgumentException if one is not positive
        public HubLimits build() {
            return new HubLimits(
                    laneBytes,
                    drainBudget,
                    channelNameBytes,
                    recoverPublications,
                    historyPublications,
                    historyPageBytes,
                    latestKeys,
                    presenceMembers,
                    relayedBytes,
                    relayPatience);
        }
    }
}
