package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Position;
import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.KillArgs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An address that leads to another server from now on, while the one of before lives: the two connections of a node must not be at two servers,
/// or nothing comes of what is published.
@Timeout(120)
class TwoServersTest {
    private static final String CHANNEL = "news:a";

    @TempDir Path directory;

    /// Which connection ends, and is made again.
    enum Lost {
        COMMANDS,
        TOPICS;

        KillArgs which() {
            return switch (this) {
                case COMMANDS -> KillArgs.Builder.typeNormal().skipme();
                case TOPICS -> KillArgs.Builder.typePubsub();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOtherConnectionFollows(Lost lost) throws Exception {
        try (RedisServer before = RedisServer.start(directory);
                RedisServer next =
                        RedisServer.start(Files.createDirectory(directory.resolve("next")));
                FaultProxy proxy = FaultProxy.start(before.port());
                Heard node = new Heard(RedisEngine.builder(Asked.url(proxy)))) {
            node.subscribe(CHANNEL);
            Position first = node.publish(CHANNEL, "1");
            Waiting.until("it comes", () -> node.heard().contains("1"));

            proxy.leadTo(next.port());
            Asked.of(before, it -> it.clientKill(lost.which()));
            node.awaitLoss();
            node.awaitHealth(RedisHealth.WORKING);

            Position second = node.publish(CHANNEL, "2");
            assertThat(second.epoch()).isNotEqualTo(first.epoch());
            Waiting.until("it comes", () -> node.heard().contains("2"));
            Waiting.until("it is told", () -> node.interrupted.contains(CHANNEL));
            long atTheFirst =
                    Asked.of(before, it -> it.llen(new Keys("duplex").stream(CHANNEL)[1]));
            assertThat(atTheFirst).isOne();
        }
    }
}
