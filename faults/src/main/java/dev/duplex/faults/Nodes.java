package dev.duplex.faults;

import java.util.List;
import java.util.Optional;

/// The processes that faults are done to: servers that serve the same, and what they share.
///
/// @param processes one for each node; none if the server is not a child of ours
/// @param redis what they keep their channels in, if that is a child of ours
/// @param links each node's way to Redis, in their order; none without `redis`
public record Nodes(
        List<ServerProcess> processes, Optional<RedisProcess> redis, List<FaultProxy> links) {
    /// No process at all.
    public static final Nodes NONE = new Nodes(List.of(), Optional.empty(), List.of());

    /// @throws IllegalArgumentException if a node has no way to its Redis
    public Nodes {
        processes = List.copyOf(processes);
        links = List.copyOf(links);
        if (links.size() != (redis.isPresent() ? processes.size() : 0)) {
            throw new IllegalArgumentException(
                    "%d nodes with %d links to Redis".formatted(processes.size(), links.size()));
        }
    }

    /// One server that needs nothing else.
    public static Nodes of(ServerProcess server) {
        return new Nodes(List.of(server), Optional.empty(), List.of());
    }

    /// Whether a kind of fault can be done to them.
    public boolean allow(FaultKind kind) {
        return kind.isOfRedis() ? redis.isPresent() : !kind.isOfServer() || !processes.isEmpty();
    }
}
