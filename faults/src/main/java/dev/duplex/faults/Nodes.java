package dev.duplex.faults;

import java.util.List;
import java.util.Optional;

/// The processes that faults are done to: servers that serve the same, what they share, and what stands before them.
///
/// @param processes one for each node; none if the server is not a child of ours
/// @param redis what they keep their channels in, if that is a child of ours
/// @param links each node's way to Redis, in their order; none without `redis`, and none to one in a network of its own, to which each node has a cable
/// @param sentinels the same in place of `redis`, with a replica, if that is a child of ours: nodes go where the sentinels say, which are no links
/// @param balancer what spreads clients over the nodes, if that is a child of ours
public record Nodes(
        List<ServerProcess> processes,
        Optional<RedisProcess> redis,
        List<FaultProxy> links,
        Optional<RedisSentinels> sentinels,
        Optional<ProxyProcess> balancer) {
    /// No process at all.
    public static final Nodes NONE = of(List.of());

    /// @throws IllegalArgumentException if a node has no way to its Redis
    public Nodes {
        processes = List.copyOf(processes);
        links = List.copyOf(links);
        int cables = redis.map(it -> it.cables().size()).orElse(0);
        int ways = links.isEmpty() || cables == 0 ? links.size() + cables : -1;
        if (ways != (redis.isPresent() ? processes.size() : 0)) {
            throw new IllegalArgumentException(
                    "%d nodes with %d links and %d cables to Redis"
                            .formatted(processes.size(), links.size(), cables));
        }
    }

    /// One server that needs nothing else.
    public static Nodes of(ServerProcess server) {
        return of(List.of(server));
    }

    private static Nodes of(List<ServerProcess> processes) {
        return new Nodes(
                processes, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /// Servers on one Redis.
    ///
    /// @throws IllegalArgumentException if a node has no way to its Redis
    public static Nodes on(
            RedisProcess redis, List<ServerProcess> processes, List<FaultProxy> links) {
        return new Nodes(processes, Optional.of(redis), links, Optional.empty(), Optional.empty());
    }

    /// Servers on a Redis in a network of its own.
    ///
    /// @throws IllegalArgumentException if they are not as many as its cables
    public static Nodes on(RedisProcess redis, List<ServerProcess> processes) {
        return on(redis, processes, List.of());
    }

    /// Servers on the Redis that sentinels name.
    public static Nodes on(RedisSentinels sentinels, List<ServerProcess> processes) {
        return new Nodes(
                processes, Optional.empty(), List.of(), Optional.of(sentinels), Optional.empty());
    }

    /// The same behind a balancer.
    public Nodes behind(ProxyProcess balancer) {
        return new Nodes(processes, redis, links, sentinels, Optional.of(balancer));
    }

    /// Whether a kind of fault can be done to them.
    public boolean allow(FaultKind kind) {
        if (kind.isOfBalancer()) {
            return balancer.isPresent();
        }
        if (kind.takesSentinels()) {
            return sentinels.isPresent();
        }
        if (kind.takesProxies()) {
            return !links.isEmpty();
        }
        if (kind.takesNamespace()) {
            return redis.isPresent() && !redis.get().cables().isEmpty();
        }
        return kind.isOfRedis() ? redis.isPresent() : !kind.isOfServer() || !processes.isEmpty();
    }
}
