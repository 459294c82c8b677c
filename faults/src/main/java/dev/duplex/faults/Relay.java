package dev.duplex.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A client's connection and the one to the target that goes with it. Each of its two directions has a thread.
final class Relay {
    private final FaultProxy proxy;
    private final long number;
    private final Socket client;
    private volatile Socket server = new Socket();
    private final Pump toServer;
    private final Pump toClient;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean connected;
    private volatile long lastByteNanos = System.nanoTime();

    /// @param number in the order of accepting
    Relay(FaultProxy proxy, long number, Socket client) {
        this.proxy = proxy;
        this.number = number;
        this.client = client;
        toServer = new Pump(this, () -> client, () -> server);
        toClient = new Pump(this, () -> server, () -> client);
    }

    /// Connects to the first target that takes it, then passes bytes both ways until both have ended.
    ///
    /// @throws IOException if no target takes the connection
    void run(List<InetSocketAddress> targets, Duration patience)
            throws IOException, InterruptedException {
        prepare(client);
        connect(targets, Math.toIntExact(patience.toMillis()));
        connected = true;
        if (proxy.turnsAway()) {
            proxy.refused();
            reset();
            return;
        }
        Thread back =
                Thread.ofVirtual()
                        .name("duplex-fault-proxy-back-" + number)
                        .start(() -> pump(toClient));
        pump(toServer);
        back.join();
        end();
    }

    private void prepare(Socket socket) throws IOException {
        socket.setSoTimeout(Math.toIntExact(proxy.idle().map(Duration::toMillis).orElse(0L)));
        socket.setSendBufferSize(FaultProxy.KERNEL_BUFFER);
        socket.setTcpNoDelay(true);
    }

    private void connect(List<InetSocketAddress> targets, int patienceMillis) throws IOException {
        IOException failure = new ConnectException("there is no target");
        for (InetSocketAddress target : targets) {
            Socket socket = new Socket();
            server = socket;
            if (over.get()) {
                close(socket); // Whoever ended it meanwhile may have seen only the one before.
                throw failure;
            }
            try {
                socket.setReceiveBufferSize(FaultProxy.KERNEL_BUFFER);
                prepare(socket);
                socket.connect(target, patienceMillis);
                return;
            } catch (IOException e) {
                close(socket);
                failure = e;
            }
        }
        throw failure;
    }

    private void pump(Pump pump) {
        try {
            pump.run();
        } catch (IOException _) {
            reset(); // Broken on one side: so it is on the other.
        }
    }

    long bytesPerSecond() {
        return proxy.bytesPerSecond();
    }

    Pump pump(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> toServer;
            case TO_CLIENT -> toClient;
        };
    }

    /// Whether bytes can pass: there are both connections.
    boolean isOpen() {
        return connected && !over.get();
    }

    /// Ends it as a broken network does, with RST to both sides.
    ///
    /// @return whether there was something to end
    boolean reset() {
        if (over.get()) {
            return false;
        }
        linger(client);
        linger(server);
        return end();
    }

    void cutInFrame() {
        if (reset()) {
            proxy.cutInFrame();
        }
    }

    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        toServer.stop();
        toClient.stop();
        close(client);
        close(server);
        proxy.ended(number);
        return true;
    }

    /// Has a socket's close be an RST.
    private static void linger(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException _) {
            // It is closed, so that there is nothing to reset.
        }
    }

    /// Resets a connection that leads nowhere.
    static void reset(Socket socket) {
        linger(socket);
        close(socket);
    }

    /// Says that a byte has come from a side.
    void heard() {
        lastByteNanos = System.nanoTime();
    }

    /// Ends it if neither side has said anything for too long.
    ///
    /// @return whether it has ended
    boolean forgetIfIdle() {
        long nanos = proxy.idle().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        if (System.nanoTime() - lastByteNanos < nanos) {
            return over.get();
        }
        if (reset()) {
            proxy.forgot();
        }
        return true;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // A system may say here that the peer was first. It is closed all the same.
        }
    }
}
