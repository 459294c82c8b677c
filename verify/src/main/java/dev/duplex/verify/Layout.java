package dev.duplex.verify;

import dev.duplex.faults.ProxyProcess;
import java.util.Optional;

/// Several nodes on one Redis, which are a run's own.
///
/// @param nodes how many, from 1 to [OwnServer#NODES_LIMIT]
/// @param sentinels whether Redis has a replica, and sentinels that say who is the master. Then it is not said to be durable: a replica may lack
///     something
/// @param apart whether Redis is in a network of its own, to which each node has a cable that can be cut, in place of a proxy. It takes Linux and root, and is not with sentinels
/// @param balancer what spreads clients over them; empty for entrances of the run's own
public record Layout(
        int nodes, boolean sentinels, boolean apart, Optional<ProxyProcess.Program> balancer) {
    /// @throws IllegalArgumentException if there are too few or too many, or sentinels apart
    public Layout {
        if (nodes < 1 || nodes > OwnServer.NODES_LIMIT) {
            throw new IllegalArgumentException("not a number of nodes: " + nodes);
        }
        if (sentinels && apart) {
            throw new IllegalArgumentException(
                    "sentinels name addresses that are not in a network of Redis's own");
        }
    }

    /// Nodes on a Redis alone, behind entrances of the run's own.
    public static Layout of(int nodes) {
        return new Layout(nodes, false, false, Optional.empty());
    }

    /// The same on a Redis with a replica and sentinels.
    public Layout onSentinels() {
        return new Layout(nodes, true, apart, balancer);
    }

    /// The same on a Redis in a network of its own.
    public Layout withRedisApart() {
        return new Layout(nodes, sentinels, true, balancer);
    }

    /// The same behind a balancer.
    public Layout behind(ProxyProcess.Program program) {
        return new Layout(nodes, sentinels, apart, Optional.of(program));
    }
}
