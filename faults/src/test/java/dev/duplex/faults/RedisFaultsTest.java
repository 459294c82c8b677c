package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.FaultRecord.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Faults of nodes on a Redis, done to a real one.
@Timeout(120)
class RedisFaultsTest {
    @TempDir private Path folder;

    private RedisProcess redis;
    private FaultProxy link;
    private FaultProxy clients;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(folder);
        link = FaultProxy.start(redis.port());
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
        link.close();
        redis.close();
    }

    private static String ask(int port, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            Wires.send(socket, command + "\r\nQUIT\r\n");
            return Wires.read(socket, 1_000);
        }
    }

    /// What is done, until it is stopped while it lasts.
    private List<FaultRecord> during(FaultKind kind, String whileItLasts) throws Exception {
        Faults faults =
                Faults.of(clients)
                        .nodes(Nodes.on(redis, List.of(server), List.of(link)))
                        .kinds(Set.of(kind))
                        .every(Duration.ofMillis(5))
                        .lasting(Duration.ofHours(1), Duration.ofHours(2))
                        .start();
        Await.until("the fault", () -> faults.records().size() == 1);
        assertThat(answers()).isEqualTo(whileItLasts);
        return faults.stop();
    }

    /// Whether Redis is there, and whether it can be reached by the node.
    private String answers() {
        List<String> there = new ArrayList<>();
        for (int port : List.of(redis.port(), link.address().getPort())) {
            String answer;
            try {
                answer = ask(port, "PING");
            } catch (IOException _) {
                answer = "";
            }
            there.add(answer.startsWith("+PONG") ? "there" : "away");
        }
        return String.join(", ", there);
    }

    private void is(List<FaultRecord> records, String began, String undone) {
        assertThat(records)
                .extracting(FaultRecord::stage)
                .containsExactly(Stage.BEGAN, Stage.UNDONE);
        assertThat(records.getFirst().what()).contains(began);
        assertThat(records.getLast().what()).contains(undone);
        assertThat(answers()).isEqualTo("there, there");
    }

    @Test
    void aNodeIsCutOffAndNobodyElse() throws Exception {
        is(during(FaultKind.REDIS_CUT, "there, away"), "cannot reach Redis for", "can reach Redis");
    }

    @Test
    void killedRedisComesBackWithWhatItHad() throws Exception {
        ask(redis.port(), "SET written down");
        is(during(FaultKind.REDIS_KILL, "away, away"), "killed Redis", "is ready");
        assertThat(ask(redis.port(), "GET written")).contains("down");
    }

    @Test
    void orWithNothing() throws Exception {
        ask(redis.port(), "SET written down");
        is(during(FaultKind.REDIS_EMPTY, "away, away"), "removed what it had", "is ready");
        assertThat(ask(redis.port(), "DBSIZE")).startsWith(":0");
    }

    @Test
    void itTakesARedis() {
        assertThatThrownBy(() ->
                        Faults.of(clients)
                                .server(server)
                                .kinds(Set.of(FaultKind.REDIS_KILL))
                                .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'redis-kill' takes a Redis that was started by this program");
        assertThatThrownBy(() ->
                        Faults.of(clients)
                                .nodes(Nodes.on(redis, List.of(server), List.of(link)))
                                .kinds(Set.of(FaultKind.PARTITION))
                                .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'partition' takes a Redis in a network of its own that was started by this"
                                + " program");
        assertThatThrownBy(() -> Nodes.on(redis, List.of(server), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 nodes with 0 links and 0 cables to Redis");
    }
}
