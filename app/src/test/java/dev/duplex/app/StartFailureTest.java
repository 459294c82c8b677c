package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.UserError;
import dev.duplex.app.services.MetricsPage;
import dev.duplex.channels.Command;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartFailureTest {
    /// One that counts how often it was closed.
    private static final class Counted implements Cluster {
        final Cluster cluster;
        int closed;

        Counted(Cluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void start(Node self, ClusterListener listener) {
            cluster.start(self, listener);
        }

        @Override
        public CompletionStage<Void> broadcast(Command command) {
            return cluster.broadcast(command);
        }

        @Override
        public CompletionStage<Boolean> relay(String node, Relayed message) {
            return cluster.relay(node, message);
        }

        @Override
        public CompletionStage<List<Status>> nodes() {
            return cluster.nodes();
        }

        @Override
        public void close() {
            closed++;
            cluster.close();
        }
    }

    private static ServeOptions at(int port) throws Exception {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var parsed = CommandLines.of(out).parseArgs("serve", "--host=127.0.0.1", "--port=" + port);
        return ServeOptions.of(CommandLines.settings(parsed.subcommand(), Map.of()));
    }

    /// A hub that nobody serves is not left behind.
    @Test
    void whatCannotListenClosesItsHub() throws Exception {
        Engine memory = MemoryEngine.create();
        Counted counted = new Counted(memory.cluster());
        Hub hub =
                Hub.builder()
                        .engine(new Engine(memory.streams(), memory.presence(), counted))
                        .build();
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() ->
                            Serving.start(
                                    at(taken.getLocalPort()),
                                    hub,
                                    Storage.of(memory),
                                    MetricsPage.of(false)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("is taken");
        }
        assertThat(counted.closed).isEqualTo(1);
    }

    @Test
    void aHubIsClosedWithItsServer() throws Exception {
        Engine memory = MemoryEngine.create();
        Counted counted = new Counted(memory.cluster());
        Hub hub =
                Hub.builder()
                        .engine(new Engine(memory.streams(), memory.presence(), counted))
                        .build();
        try (Serving serving =
                Serving.start(at(0), hub, Storage.of(memory), MetricsPage.of(false))) {
            assertThat(serving.hub()).isSameAs(hub);
            assertThat(counted.closed).isZero();
        }
        assertThat(counted.closed).isEqualTo(1);
    }
}
