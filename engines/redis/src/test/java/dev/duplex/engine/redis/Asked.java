package dev.duplex.engine.redis;

import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
        return told(server, section, field).orElseThrow();
    }

    private static Optional<String> told(RedisServer server, String section, String field) {
        return of(server, it -> it.info(section))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst();
    }

    /// How often it has refused something for a reason, `MOVED` say.
    static int refusals(RedisServer server, String reason) {
        return count(server, "errorstats", "errorstat_" + reason, "count");
    }

    /// How often it was asked who has which slot.
    static int looks(RedisServer server) {
        return count(server, "commandstats", "cmdstat_cluster|slots", "calls");
    }

    private static int count(RedisServer server, String section, String field, String what) {
        String begin = what + "=";
        return told(server, section, field).stream()
                .flatMap(it -> Stream.of(it.split(",", -1)))
                .filter(it -> it.startsWith(begin))
                .mapToInt(it -> Integer.parseInt(it.substring(begin.length())))
                .sum();
    }

    /// How many publications it has of a channel.
    static long history(RedisServer server, String channel) {
        return of(server, it -> it.llen(new Keys("duplex").stream(channel)[1]));
    }
}
