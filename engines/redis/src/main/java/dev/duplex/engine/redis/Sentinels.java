package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks sentinels who the master is: all at once, so that one that does not answer costs no time, and each over a connection of its own. Believed
/// is who knows of the latest failover, as soon as more than half have answered: each failover was agreed on by more than half. Any thread.
final class Sentinels {
    /// Who is the master, as one of them tells.
    ///
    /// @param epoch counts failovers: who tells a higher one knows more
    record Master(String host, int port, long epoch) {
        static Master of(Map<String, String> told) {
            return new Master(
                    field(told, "ip"),
                    Integer.parseInt(field(told, "port")),
                    Long.parseLong(field(told, "config-epoch")));
        }

        private static String field(Map<String, String> told, String name) {
            String value = told.get(name);
            if (value == null) {
                throw new EngineException("a sentinel does not tell the master's " + name);
            }
            return value;
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private final RedisClient client;
    private final RedisURI address;
    private final Duration patience;

    /// @param client what connects to them; whoever made it closes it
    /// @param address with the sentinels, at least one, and the name by which they know the master
    /// @param patience how long each may take
    Sentinels(RedisClient client, RedisURI address, Duration patience) {
        this.client = client;
        this.address = address;
        this.patience = patience;
        address.getSentinels().forEach(it -> it.setTimeout(patience));
    }

    /// Asks.
    ///
    /// @return the master; fails with an [EngineException] if none of them knows it
    CompletionStage<Master> ask() {
        List<RedisURI> sentinels = List.copyOf(address.getSentinels());
        Poll poll = new Poll(sentinels.size());
        for (RedisURI each : sentinels) {
            ask(each)
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((master, failure) -> {
                        if (failure == null) {
                            poll.told(master);
                        } else {
                            poll.failed(
                                    each.getHost()
                                            + ":"
                                            + each.getPort()
                                            + ": "
                                            + Link.words(failure),
                                    failure);
                        }
                    });
        }
        return poll.result;
    }

    /// Where a master is, with what opens it.
    RedisURI address(Master master) {
        return RedisURI.builder(address).withHost(master.host()).withPort(master.port()).build();
    }

    /// Not by Lettuce's own connections to sentinels: it warns of each that cannot be made, which would be once a second.
    private CompletableFuture<Master> ask(RedisURI sentinel) {
        // What Lettuce throws at once, as when it has been closed, is a failure too.
        return CompletableFuture.completedFuture(sentinel)
                .thenCompose(it -> client.connectAsync(StringCodec.UTF8, it))
                .thenCompose(connection ->
                        connection
                                .async()
                                .dispatch(
                                        CommandType.SENTINEL,
                                        new MapOutput<>(StringCodec.UTF8),
                                        new CommandArgs<>(StringCodec.UTF8)
                                                .add("MASTER")
                                                .add(address.getSentinelMasterId()))
                                .whenComplete((_, _) -> connection.closeAsync())
                                .thenApply(Master::of));
    }

    /// What they answer to one question. Its monitor guards that; nothing is called under it.
    private static final class Poll {
        private final CompletableFuture<Master> result = new CompletableFuture<>();
        private final int asked;
        private final List<String> troubles = new ArrayList<>();
        private int told;
        private @Nullable Master latest;
        private final List<Throwable> failures = new ArrayList<>();

        Poll(int asked) {
            this.asked = asked;
        }

        void told(Master master) {
            synchronized (this) {
                told++;
                if (latest == null || master.epoch() > latest.epoch()) {
                    latest = master;
                }
            }
            conclude();
        }

        void failed(String why, Throwable cause) {
            synchronized (this) {
                troubles.add(why);
                failures.add(cause);
            }
            conclude();
        }

        private void conclude() {
            Master found;
            String why;
            List<Throwable> failed;
            synchronized (this) {
                boolean over = told + troubles.size() == asked;
                if (told * 2 <= asked && !over) {
                    return;
                }
                found = latest;
                why = String.join("; ", troubles);
                failed = List.copyOf(failures);
            }
            if (found == null) {
                result.completeExceptionally(
                        failure("no sentinel tells who the master is: " + why, failed));
            } else {
                result.complete(found);
            }
        }

        /// No cause: what is said of it is said here, of all of them.
        private static EngineException failure(String what, List<Throwable> why) {
            EngineException failure = new EngineException(what);
            why.forEach(failure::addSuppressed);
            return failure;
        }
    }
}
