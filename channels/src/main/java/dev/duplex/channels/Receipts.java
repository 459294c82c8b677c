package dev.duplex.channels;

import dev.duplex.channels.engine.Cluster;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Tells other nodes what became of the messages that they have handed on. While word is on its way to a node, what follows for that node is gathered, and goes
/// together. Any thread.
final class Receipts {
    /// How many may wait for one node; that one hears nothing of further ones, and waits for them in vain.
    static final int WAITING = 16_384;

    /// How many go together.
    static final int TOGETHER = 1_024;

    /// What waits, by the node that it is for; of those only to which word is on its way. Guarded by itself; nothing is called under it.
    private final Map<String, Queue<Relayed.Receipt>> waiting = new HashMap<>();

    private final Cluster cluster;

    Receipts(Cluster cluster) {
        this.cluster = cluster;
    }

    /// @param node its id
    void tell(String node, Relayed.Receipt receipt) {
        synchronized (waiting) {
            Queue<Relayed.Receipt> behind = waiting.get(node);
            if (behind != null) {
                if (behind.size() < WAITING) {
                    behind.add(receipt);
                }
                return;
            }
            waiting.put(node, new ArrayDeque<>());
        }
        send(node, List.of(receipt));
    }

    /// What does not get through, the other node learns by waiting in vain; the engine has logged why.
    private void send(String node, List<Relayed.Receipt> together) {
        cluster.relay(node, new Relayed.Receipts(together))
                .whenComplete((_, _) -> {
                    List<Relayed.Receipt> next = next(node);
                    if (!next.isEmpty()) {
                        send(node, next);
                    }
                });
    }

    private List<Relayed.Receipt> next(String node) {
        List<Relayed.Receipt> next = new ArrayList<>();
        synchronized (waiting) {
            Queue<Relayed.Receipt> all = waiting.getOrDefault(node, new ArrayDeque<>());
            while (!all.isEmpty() && next.size() < TOGETHER) {
                next.add(all.remove());
            }
            if (next.isEmpty()) {
                waiting.remove(node);
            }
        }
        return next;
    }
}
