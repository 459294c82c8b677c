package dev.duplex.transport;

import dev.duplex.Limits;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts open connections, in all and per address, and knows them. Thread-safe.
final class ConnectionLimiter {
    private final Limits limits;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean closing;

    ConnectionLimiter(Limits limits) {
        this.limits = limits;
    }

    /// Takes a connection into the count until it closes, or says why not.
    Optional<Refusal> admit(Channel channel, InetSocketAddress remote) {
        if (total.incrementAndGet() > limits.connections()) {
            releaseTotal();
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        InetAddress address = remote.getAddress();
        if (!countAddress(address)) {
            releaseTotal();
            return Optional.of(Refusal.TOO_MANY_OF_ADDRESS);
        }
        open.add(channel);
        channel.closeFuture()
                .addListener(_ -> {
                    open.remove(channel);
                    perAddress.computeIfPresent(
                            address, (_, count) -> count == 1 ? null : count - 1);
                    releaseTotal();
                });
        return Optional.empty();
    }

    private boolean countAddress(InetAddress address) {
        int limit = limits.connectionsPerAddress();
        boolean[] counted = {false};
        perAddress.compute(
                address,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    counted[0] = now < limit;
                    return counted[0] ? Integer.valueOf(now + 1) : count;
                });
        return counted[0];
    }

    private void releaseTotal() {
        if (total.decrementAndGet() == 0 && closing) {
            drained.complete(null);
        }
    }

    int connections() {
        return open.size();
    }

    Set<Channel> open() {
        return open;
    }

    /// Completed when the last connection has gone; no new ones are expected.
    CompletableFuture<Void> drained() {
        closing = true;
        if (total.get() == 0) {
            drained.complete(null);
        }
        return drained;
    }
}
