package dev.duplex.engine.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the connections of one [Link]: to an address, or to the master that sentinels name at that moment. Any thread.
///
/// @param <C> what kind of connection
final class Way<C extends StatefulConnection<String, byte[]>>
        implements Supplier<CompletionStage<C>> {
    private final RedisURI address;
    private final Optional<Sentinels> sentinels;
    private final Function<RedisURI, CompletionStage<C>> connecting;

    /// Whom the latest connection was made to, or is being made; `null` without sentinels.
    private volatile Sentinels.@Nullable Master taken;

    Way(
            RedisURI address,
            Optional<Sentinels> sentinels,
            Function<RedisURI, CompletionStage<C>> connecting) {
        this.address = address;
        this.sentinels = sentinels;
        this.connecting = connecting;
    }

    @Override
    public CompletionStage<C> get() {
        if (sentinels.isEmpty()) {
            return connecting.apply(address);
        }
        Sentinels all = sentinels.get();
        return all.ask()
                .thenCompose(master -> {
                    taken = master;
                    return connecting.apply(all.address(master));
                });
    }

    /// Whether it led to another master than the one of a later failover.
    boolean isOlderThan(Sentinels.Master master) {
        Sentinels.Master before = taken;
        return before != null && before.epoch() < master.epoch() && !isSame(before, master);
    }

    private static boolean isSame(Sentinels.Master one, Sentinels.Master other) {
        return one.host().equals(other.host()) && one.port() == other.port();
    }
}
