package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.bench.load.Carrier;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an idle connection may cost: the live objects that it adds to the heap of a server in a process of its own, over
/// real sockets. `docs/memory.md` says what they are.
///
/// The limits are a tenth above what is measured: with so many connections the code that is loaded meanwhile is a few bytes
/// for each.
class IdleMemoryTest {
    private static final int CONNECTIONS = 4_000;

    private final LoadLoop loop = new LoadLoop();

    @AfterEach
    void stop() {
        loop.close();
    }

    private double liveBytesOfEach(Peer peer, Load load) throws InterruptedException {
        Scenario scenario = new Scenario("idle", "idle", "idle", load);
        List<String> command = peer.command(Path.of("."), scenario, Optional.empty(), List.of());
        try (PeerProcess server = new PeerProcess(peer, Optional.empty(), 0, command)) {
            return IdleMemory.run(scenario, server, loop).heap();
        }
    }

    @Test
    void aConnection() throws InterruptedException {
        assertThat(liveBytesOfEach(Peer.DUPLEX, new Load.Idle(CONNECTIONS, false)))
                .isBetween(300.0, 850.0);
    }

    @Test
    void aClientInAChannel() throws InterruptedException {
        assertThat(liveBytesOfEach(Peer.CENTRIFUGE_JSON, new Load.Idle(CONNECTIONS, true)))
                .isBetween(1_000.0, 2_100.0);
    }

    @Test
    void aStreamOfSockJs() throws InterruptedException {
        assertThat(
                        liveBytesOfEach(
                                Peer.XHR_STREAMING,
                                new Load.Waiting(Carrier.XHR_STREAMING, CONNECTIONS)))
                .isBetween(1_000.0, 3_200.0);
    }
}
