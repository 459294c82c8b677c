package dev.duplex.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Command;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [Cluster] promises of one node.
public abstract class ClusterContract extends EngineContract {
    private final List<Command> commanded = new CopyOnWriteArrayList<>();
    private final List<Relayed> relayed = new CopyOnWriteArrayList<>();
    private final AtomicInteger clients = new AtomicInteger();
    private final Cluster.Node self =
            new Cluster.Node(UUID.randomUUID().toString(), "a node of the contract", "1.2.3");

    @BeforeEach
    void join() {
        engine().cluster()
                .start(
                        self,
                        new Cluster.ClusterListener() {
                            @Override
                            public void commanded(Command command) {
                                commanded.add(command);
                            }

                            @Override
                            public void relayed(Relayed message) {
                                relayed.add(message);
                            }

                            @Override
                            public Cluster.Load load() {
                                return loadWith(clients.get());
                            }
                        });
    }

    private static Cluster.Load loadWith(int clients) {
        return new Cluster.Load(clients, 2, 3, 4, Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("a node is one of the nodes, with its load of now")
    void nodes() {
        for (int now = 0; now < 3; now++) {
            clients.set(now);
            assertThat(await(engine().cluster().nodes()))
                    .contains(new Cluster.Status(self, loadWith(now)));
        }
    }

    @Test
    @DisplayName("a node does not command itself")
    void broadcast() {
        await(
                engine().cluster()
                        .broadcast(
                                new Command.Unsubscribe(Command.Target.user("nobody"), "nowhere")));
        assertThat(commanded).isEmpty();
    }

    @Test
    @DisplayName("nothing is relayed to a node that is not there, nor to itself")
    void relay() {
        Relayed message =
                new Relayed.Request(
                        self.id(), 1, "session", Payload.of(Payload.Kind.BINARY, new byte[] {1}));
        for (String node : List.of(UUID.randomUUID().toString(), self.id(), "")) {
            assertThat(await(engine().cluster().relay(node, message))).isFalse();
        }
        assertThat(relayed).isEmpty();
    }
}
