package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

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

/// Nodes that are parted from a real Redis, by real networks.
@Timeout(120)
class PartitionFaultTest {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String PONG = "+PONG\r\n";

    @TempDir private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisProcess redis;
    private FaultProxy clients;
    private Nodes nodes;

    @BeforeEach
    void start() throws Exception {
        try {
            redis = opened(RedisProcess.startApart(folder, 2));
        } catch (Namespace.UnavailableException e) {
            abort(String.valueOf(e.getMessage()));
        }
        List<ServerProcess> servers = new ArrayList<>();
        InetSocketAddress address = TinyServer.freeAddress();
        clients = opened(FaultProxy.start(address));
        for (int i = 0; i < 2; i++) {
            servers.add(
                    opened(
                            ServerProcess.of(TinyServer.command(address, folder.resolve("mode")))
                                    .start(folder.resolve("log" + i), TinyServer.ready(address))));
            address = TinyServer.freeAddress();
        }
        nodes = Nodes.on(redis, servers);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T what) {
        opened.add(what);
        return what;
    }

    private InetSocketAddress at(int cable) {
        return new InetSocketAddress(redis.cables().get(cable).address(), redis.port());
    }

    private String said(int cable, String password, String command) {
        return said(cable, password, command, Duration.ofMillis(PATIENCE_MILLIS));
    }

    private String said(int cable, String password, String command, Duration patience) {
        try {
            return RedisWords.say(at(cable), password, command, patience);
        } catch (IOException _) {
            return "";
        }
    }

    private boolean isThere(int cable) {
        return said(cable, redis.password(), "PING").endsWith("PONG");
    }

    private boolean isSilent(int cable) {
        return said(cable, redis.password(), "PING", SOON).isEmpty();
    }

    /// A node's connection, which has been let in.
    private Socket connect(int cable) throws IOException {
        Socket socket = opened(new Socket());
        socket.connect(at(cable), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Wires.send(socket, "AUTH " + redis.password() + "\r\n");
        assertThat(Wires.read(socket, 5)).isEqualTo("+OK\r\n");
        return socket;
    }

    @Test
    void nothingPassesAndNobodyIsToldUntilItIsOver() throws Exception {
        List<Socket> sockets = List.of(connect(0), connect(1));
        Faults faults =
                Faults.of(clients)
                        .nodes(nodes)
                        .kinds(Set.of(FaultKind.PARTITION))
                        .every(Duration.ofMillis(5))
                        .lasting(Duration.ofHours(1), Duration.ofHours(2))
                        .start();
        Await.until("the partition", () -> faults.records().size() == 1);
        String first = "process " + nodes.processes().getFirst().pid() + " ";
        int parted = faults.records().getFirst().what().contains(first) ? 0 : 1;
        assertThat(isSilent(parted)).isTrue();
        assertThat(isThere(1 - parted)).isTrue();
        for (Socket socket : sockets) {
            Wires.send(socket, "PING\r\n");
        }
        assertThat(Wires.read(sockets.get(1 - parted), PONG.length())).isEqualTo(PONG);
        assertThat(Wires.isSilent(sockets.get(parted))).isTrue();

        List<FaultRecord> records = faults.stop();
        // The network has kept it, and brings it late.
        assertThat(Wires.read(sockets.get(parted), PONG.length())).isEqualTo(PONG);
        assertThat(isThere(0) && isThere(1)).isTrue();
        assertThat(records)
                .extracting(FaultRecord::stage)
                .containsExactly(Stage.BEGAN, Stage.UNDONE);
        long pid = nodes.processes().get(parted).pid();
        assertThat(records.getFirst().what())
                .startsWith("what goes between process " + pid + " and Redis vanishes for ");
        assertThat(records.getLast().what())
                .isEqualTo("what goes between process " + pid + " and Redis arrives");
    }

    @Test
    void redisIsKilledThereAndStartedAnewAndTakesAPassword() throws Exception {
        assertThat(said(0, redis.password(), "SET written down")).contains("+OK");
        redis.kill();
        assertThat(isThere(0)).isFalse();
        redis.start();
        assertThat(said(1, redis.password(), "GET written")).contains("down");
        assertThat(said(1, "", "GET written")).startsWith("-NOAUTH");
    }

    @Test
    void everyNodeHasACableAndNoneAProxy() {
        ServerProcess server = nodes.processes().getFirst();
        assertThatThrownBy(() -> Nodes.on(redis, List.of(server)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 nodes with 0 links and 2 cables to Redis");
        assertThatThrownBy(() -> Nodes.on(redis, nodes.processes(), List.of(clients)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        Faults.of(clients).nodes(nodes).kinds(Set.of(FaultKind.REDIS_CUT)).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'redis-cut' takes a Redis behind proxies that was started by this program");
    }
}
