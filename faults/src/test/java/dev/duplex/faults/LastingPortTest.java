package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LastingPortTest {
    @Test
    void isFreeAndNoneThatASystemGivesToConnections() throws Exception {
        int port = LastingPort.find();
        assertThat(port).isBetween(20_000, 32_767);
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort()).isEqualTo(port);
        }
    }
}
