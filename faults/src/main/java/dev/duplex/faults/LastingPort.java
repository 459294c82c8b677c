package dev.duplex.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Finds a port on loopback for a server that ends and comes back at the same. It is none of those that systems give to whoever
/// asks for any: one of them is soon somebody's own end of a connection, and a client that connects to it while nobody listens
/// may even be connected to itself.
public final class LastingPort {
    private static final int FIRST = 20_000;

    /// Linux gives what follows, other systems what is far above.
    private static final int LAST = 32_767;

    private static final int TRIES = 100;

    private LastingPort() {}

    /// One that is free now.
    ///
    /// @throws IOException if none is found
    public static int find() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException _) {
                // It is taken.
            }
        }
        throw new IOException(
                "none of %d ports from %d to %d is free".formatted(TRIES, FIRST, LAST));
    }
}
