package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What the engines of all tests of a class stand on. A static field of it, registered as an extension, starts it before the first test and ends
/// it after the last.
final class SharedRedis implements BeforeAllCallback, AfterAllCallback {
    /// How its servers are started.
    private interface Start {
        /// @param directory an empty one for what they keep
        Servers in(Path directory) throws IOException;
    }

    /// Servers that have been started.
    private record Servers(Supplier<RedisEngine.Builder> engines, List<RedisServer> all) {
        static Servers of(RedisServer... servers) {
            String[] urls = Stream.of(servers).map(RedisServer::url).toArray(String[]::new);
            return new Servers(() -> RedisEngine.builder(urls), List.of(servers));
        }
    }

    private final Start start;
    private final List<RedisServer> running = new ArrayList<>();
    private Supplier<RedisEngine.Builder> engines;
    private Path directory;

    @SuppressWarnings("NullAway.Init") // beforeAll sets what is started
    private SharedRedis(Start start) {
        this.start = start;
    }

    /// One server.
    static SharedRedis alone() {
        return new SharedRedis(directory -> Servers.of(RedisServer.start(directory)));
    }

    /// Two servers that do not know each other.
    static SharedRedis two() {
        return new SharedRedis(directory ->
                Servers.of(RedisServer.start(directory), RedisServer.start(directory)));
    }

    /// A Redis Cluster.
    static SharedRedis cluster() {
        return new SharedRedis(directory -> {
            Cluster cluster = Cluster.start(directory, false);
            return new Servers(cluster::engine, cluster.servers);
        });
    }

    /// Another engine on it.
    Engine open() {
        return engines.get().limits(Waiting.PATIENT).open();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("redis");
        Servers servers = start.in(directory);
        running.addAll(servers.all());
        engines = servers.engines();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        running.forEach(RedisServer::close);
        List<Path> left;
        try (Stream<Path> all = Files.walk(directory)) {
            left = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : left) {
            Files.delete(each);
        }
    }
}
