package dev.duplex.channels.engine;

import dev.duplex.channels.Member;
import dev.duplex.channels.PresenceStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Who is in which channel, over all nodes. Whoever was put in and is not put in again within its time
/// is gone: a node that died takes its clients along.
///
/// Methods may be called from any thread and never block; what is said of one client takes effect in the order of the
/// calls. A stage that fails does so with an
/// [EngineException].
public interface Presence extends AutoCloseable {
    /// Puts somebody in, or renews: the last word about a client counts.
    ///
    /// @param ttl how long it counts
    CompletionStage<Void> add(String channel, Member member, Duration ttl);

    /// Takes a client out; nothing happens if it is not in.
    CompletionStage<Void> remove(String channel, String client);

    /// Everyone in the channel, in no order; of more than `most` so many, whichever.
    ///
    /// @param most positive
    CompletionStage<List<Member>> members(String channel, int most);

    /// How many are in the channel, for less than [#members] costs.
    CompletionStage<PresenceStats> stats(String channel);

    @Override
    void close();
}
