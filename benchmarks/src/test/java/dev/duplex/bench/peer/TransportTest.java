package dev.duplex.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.TransportKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our peer, on the transport that it is told.
class TransportTest {
    /// Those that are to be had wherever these tests run.
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void thePeerIsOnTheTransportThatItIsTold(TransportKind kind) {
        try (Server server = DuplexPeer.start(PeerArguments.of("0", "--transport=" + kind))) {
            assertThat(server.transport()).isEqualTo(kind);
        }
    }
}
