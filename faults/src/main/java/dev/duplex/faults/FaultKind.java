package dev.duplex.faults;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The faults there are, by the names that users type.
public enum FaultKind {
    /// Connections are reset.
    CUT("cut", Group.NONE),
    /// Connections are reset in the middle of what is being sent.
    CUT_FRAME("cut-frame", Group.ARMED),
    /// Connections stay, and nothing passes for a while, in one direction or both.
    STALL("stall", Group.STALL),
    /// One direction of connections is ended.
    HALF_CLOSE("half-close", Group.NONE),
    /// All connections are slow for a while.
    THROTTLE("throttle", Group.THROTTLE),
    /// New connections are reset for a while.
    REFUSE("refuse", Group.DOOR),
    /// New connections are not answered for a while.
    BLACKHOLE("blackhole", Group.DOOR),
    /// The server's process stands still for a while (SIGSTOP, SIGCONT).
    PAUSE("pause", Group.SERVER),
    /// The server's process is killed (SIGKILL), and started again after a while.
    KILL("kill", Group.SERVER),
    /// The server is asked to end (SIGTERM), and started again at once; of several nodes one after the other.
    RESTART("restart", Group.SERVER),
    /// One node's connections to Redis are reset, and so are those that it tries to make, for a while.
    REDIS_CUT("redis-cut", Group.SERVER),
    /// What goes between one node and Redis vanishes for a while, and nobody is told.
    PARTITION("partition", Group.SERVER),
    /// Redis is killed (SIGKILL), and started again after a while with what it had.
    REDIS_KILL("redis-kill", Group.SERVER),
    /// Redis is killed, and started again after a while with nothing.
    REDIS_EMPTY("redis-empty", Group.SERVER),
    /// Redis's replica gets nothing for a while; then the master is killed, and sentinels make the replica the master.
    FAILOVER("failover", Group.SERVER),
    /// The balancer before nodes is killed (SIGKILL), and started again after a while.
    BALANCER_KILL("balancer-kill", Group.SERVER);

    /// Of each group only one is at work at a time; of none, which is over at once, any number. (A node that is started needs its Redis.)
    enum Group {
        NONE,
        ARMED,
        STALL,
        THROTTLE,
        DOOR,
        SERVER
    }

    private final String title;
    private final Group group;

    FaultKind(String title, Group group) {
        this.title = title;
        this.group = group;
    }

    /// The one of that name.
    ///
    /// @throws IllegalArgumentException if there is none; says which there are
    public static FaultKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.title.equals(name))
                .findAny()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no fault '%s'; there are %s"
                                        .formatted(
                                                name,
                                                Arrays.stream(values())
                                                        .map(FaultKind::toString)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// Whether it takes nodes on a Redis that is the run's own.
    public boolean isOfRedis() {
        return this == REDIS_KILL
                || this == REDIS_EMPTY
                || takesProxies()
                || takesNamespace()
                || takesSentinels();
    }

    /// Whether nodes have to reach that Redis by proxies.
    public boolean takesProxies() {
        return this == REDIS_CUT;
    }

    /// Whether that Redis has to be in a network of its own, which takes Linux and root.
    public boolean takesNamespace() {
        return this == PARTITION;
    }

    /// Whether that Redis is one with a replica and sentinels.
    public boolean takesSentinels() {
        return this == FAILOVER;
    }

    /// Whether it takes a balancer before nodes that is the run's own.
    public boolean isOfBalancer() {
        return this == BALANCER_KILL;
    }

    /// Whether Redis comes out of it without something that it had acknowledged.
    public boolean forgets() {
        return this == REDIS_EMPTY || this == FAILOVER;
    }

    /// Whether it is done to the server's process, to what that stands on or to what stands before it, and not to clients' connections.
    public boolean isOfServer() {
        return group == Group.SERVER;
    }

    /// Whether nobody is told of it, so that those it hits notice by silence only.
    boolean isSilent() {
        return this == PARTITION;
    }

    /// Whether it goes on until it is undone.
    boolean lasts() {
        return group != Group.NONE && this != RESTART;
    }

    Group group() {
        return group;
    }

    /// The name that users type.
    @Override
    public String toString() {
        return title;
    }
}
