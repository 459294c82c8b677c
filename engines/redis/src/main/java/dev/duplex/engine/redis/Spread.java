package dev.duplex.engine.redis;

import io.lettuce.core.RedisURI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Servers that know nothing of each other, each of which has a part of the channels, by their names. One that is added behind the others takes its
/// part from all of them and leaves the rest where it is.
final class Spread implements Servers {
    private static final Duration TICK = Duration.ofMillis(100);

    private final Resources resources;
    private final List<Server> all;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param resources closed with it
    /// @param addresses at least one, in the order by which they are counted
    /// @param trust a file with certificates of authorities, for TLS; empty: those of the JDK
    Spread(Resources resources, List<RedisURI> addresses, Optional<Path> trust) {
        this.resources = resources;
        all =
                addresses.stream()
                        .map(it -> new Server(it, trust, resources, Optional.empty()))
                        .toList();
    }

    @Override
    public void open(Duration patience) {
        resources
                .clock()
                .scheduleWithFixedDelay(
                        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        Server.open(all, patience);
    }

    private void tick() {
        try {
            all.forEach(Server::tick);
        } catch (RuntimeException e) {
            // A task that throws is not called again.
            RedisEngine.LOG.log(
                    System.Logger.Level.ERROR, "looking after connections to Redis has failed", e);
        }
    }

    @Override
    public Server of(String channel) {
        return all.size() == 1 ? all.getFirst() : all.get(bucket(hash(channel), all.size()));
    }

    @Override
    public Server meeting() {
        return all.getFirst();
    }

    @Override
    public List<Server> all() {
        return all;
    }

    @Override
    public String publish() {
        return "PUBLISH";
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            resources.stopClock();
            all.forEach(Server::close);
            resources.close();
        }
    }

    /// FNV-1a, of 64 bits.
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /// Jump consistent hash (Lamping and Veach, 2014).
    static int bucket(long key, int buckets) {
        long state = key;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            state = state * 2862933555777941757L + 1;
            next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) bucket;
    }
}
