package dev.duplex.engine.redis;

import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/// What a test itself says to a Redis.
final class Asked {
    private Asked() {}

    /// The address of what is behind a proxy.
    static String url(FaultProxy proxy) {
        return "redis://127.0.0.1:" + proxy.address().getPort();
    }

    static <T> T of(RedisServer server, Function<RedisCommands<String, String>, T> asking) {
        try (RedisClient client = RedisClient.create(server.url());
                var connection = client.connect()) {
            return asking.apply(connection.sync());
        }
    }

    /// A part of what it tells of itself.
    static String info(RedisServer server, String section, String field) {
        return of(server, it -> it.info(section))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
