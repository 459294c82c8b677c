package dev.duplex.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A program that has a paused server, and says so.
final class Keeper {
    private Keeper() {}

    /// @param arguments the server's port, and a directory
    static void main(String... arguments) throws Exception {
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        Path directory = Path.of(arguments[1]);
        ServerProcess server =
                ServerProcess.of(TinyServer.command(address, directory.resolve("mode")))
                        .start(directory.resolve("log"), TinyServer.ready(address));
        server.pause();
        System.out.println("paused");
        new CountDownLatch(1).await();
    }
}
