package dev.duplex.channels;

import java.util.concurrent.ConcurrentHashMap;

/// Bytes of messages that are on their way to other nodes, or not answered, for each node. One that is larger than all that may be goes alone. Any thread.
final class UnderWay {
    /// What a message counts besides its bytes: about what waits for its answer takes.
    static final int OVERHEAD = 512;

    /// Of those nodes only to which something is on its way.
    private final ConcurrentHashMap<String, Long> bytes = new ConcurrentHashMap<>();

    private final long most;

    /// @param most bytes for one node
    UnderWay(long most) {
        this.most = most;
    }

    /// @param size of a message, in bytes
    /// @return whether there is room for it; then it is [#release]d once
    boolean take(String node, int size) {
        boolean[] taken = new boolean[1];
        bytes.compute(
                node,
                (_, now) -> {
                    long all = (now == null ? 0 : now) + size + OVERHEAD;
                    taken[0] = now == null || all <= most;
                    return taken[0] ? Long.valueOf(all) : now;
                });
        return taken[0];
    }

    /// It is not on its way any more.
    void release(String node, int size) {
        bytes.computeIfPresent(
                node,
                (_, now) -> {
                    long rest = now - size - OVERHEAD;
                    return rest > 0 ? rest : null;
                });
    }

    /// To how many nodes something is on its way.
    int nodes() {
        return bytes.size();
    }
}
