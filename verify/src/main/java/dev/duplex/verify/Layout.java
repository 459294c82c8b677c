package dev.duplex.verify;

import dev.duplex.faults.ProxyProcess;
import java.util.Optional;

/// Several nodes on one Redis, which are a run's own.
///
/// @param nodes how many, from 1 to [OwnServer#NODES_LIMIT]
/// @param sentinels whether Redis has a replica, and sentinels that say who is the master. Then it is not said to be durable: a replica may lack
///     something
/// @param balancer what spreads clients over them; empty for entrances of the run's own
public record Layout(int nodes, boolean sentinels, Optional<ProxyProcess.Program> balancer) {
    /// @throws IllegalArgumentException if there are too few or too many
    public Layout {
        if (nodes < 1 || nodes > OwnServer.NODES_LIMIT) {
            throw new IllegalArgumentException("not a number of nodes: " + nodes);
        }
    }

    /// Nodes on a Redis alone, behind entrances of the run's own.
    public static Layout of(int nodes) {
        return new Layout(nodes, false, Optional.empty());
    }

    /// The same on a Redis with a replica and sentinels.
    public Layout onSentinels() {
        return new Layout(nodes, true, balancer);
    }

    /// The same behind a balancer.
    public Layout behind(ProxyProcess.Program program) {
        return new Layout(nodes, sentinels, Optional.of(program));
    }
}
