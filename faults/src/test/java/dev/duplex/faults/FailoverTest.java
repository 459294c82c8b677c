package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.FaultRecord.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real failover by real sentinels, as a fault.
@Timeout(400)
class FailoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private FaultProxy clients;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        InetSocketAddress address = TinyServer.freeAddress();
        clients = FaultProxy.start(address);
        server =
                ServerProcess.of(TinyServer.command(address, folder.resolve("mode")))
                        .start(folder.resolve("log"), TinyServer.ready(address));
    }

    @AfterEach
    void stop() {
        server.close();
        clients.close();
    }

    private Faults.Builder faults() {
        return Faults.of(clients).kinds(Set.of(FaultKind.FAILOVER)).every(Duration.ofMillis(5));
    }

    private static boolean has(int port, String key) {
        try {
            return RedisWords.say(port, "EXISTS " + key, PATIENCE).startsWith(":1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheMasterDidLastIsLost() throws Exception {
        try (RedisSentinels sentinels = RedisSentinels.start(folder)) {
            int before = sentinels.port();
            assertThat(RedisWords.say(before, "SET kept 1", PATIENCE)).startsWith("+OK");
            Await.until("the replica has it", () -> has(sentinels.replicaPort(), "kept"));
            Faults faults =
                    faults().nodes(Nodes.on(sentinels, List.of(server)))
                            .lasting(Duration.ofHours(1), Duration.ofHours(2))
                            .start();
            Await.until("the replica is held back", () -> faults.records().size() == 1);
            assertThat(RedisWords.say(before, "SET lost 1", PATIENCE)).startsWith("+OK");
            List<FaultRecord> records = faults.stop();

            assertThat(records)
                    .extracting(FaultRecord::stage)
                    .containsExactly(Stage.BEGAN, Stage.UNDONE);
            assertThat(records.getFirst().what()).contains("goes to no replica");
            assertThat(records.getLast().what()).contains("has taken over after");
            int after = sentinels.port();
            assertThat(after).isNotEqualTo(before);
            for (int port : List.of(after, before)) {
                // Who was the master follows, and has forgotten too.
                assertThat(has(port, "kept")).isTrue();
                assertThat(has(port, "lost")).isFalse();
            }
        }
    }

    @Test
    void itTakesSentinels() {
        assertThatThrownBy(() -> faults().server(server).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'failover' takes a Redis with a replica and sentinels that was started by"
                                + " this program");
    }
}
