package dev.duplex.conformance.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP proxy on loopback that is like networks are: it cuts connections on which nothing has come
/// from either side for some time, and all of them when it is told to; and lets none through while it is told to.
///
/// Public for the module `browser`.
public final class CuttingProxy implements AutoCloseable {
    /// Longer than any test.
    public static final Duration NEVER = Duration.ofDays(1);

    private volatile int target;
    private volatile boolean passable = true;
    private final Duration idle;
    private final ServerSocket listening;
    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cutAsIdle = new AtomicInteger();

    /// @param target the port on loopback that it leads to
    /// @param idle how long a connection may be without a byte
    public CuttingProxy(int target, Duration idle) {
        this.target = target;
        this.idle = idle;
        try {
            listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    /// The address of a path behind it.
    public String url(String path) {
        return "http://127.0.0.1:" + listening.getLocalPort() + path;
    }

    /// Ends every connection there is now, on both sides.
    public void cut() {
        open.forEach(Relay::end);
    }

    /// Cuts, and lets nothing through until it is to pass again.
    public void block() {
        passable = false;
        cut();
    }

    /// Lets connections through again.
    ///
    /// @param target the port on loopback that it leads to from now on
    public void pass(int target) {
        this.target = target;
        passable = true;
    }

    /// How many connections it has cut for being idle.
    int cutAsIdle() {
        return cutAsIdle.get();
    }

    @Override
    public void close() {
        end(listening);
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (!passable) {
                    end(client);
                    continue;
                }
                new Relay(client, new Socket(InetAddress.getLoopbackAddress(), target)).start();
            } catch (IOException _) {
                // Closed, or the server is: a client sees it as a connection that ends.
            }
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// One connection of a client and the one to the server that goes with it.
    private final class Relay {
        private final Socket client;
        private final Socket server;
        private final AtomicLong lastByte = new AtomicLong(System.nanoTime());

        Relay(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            int millis = Math.toIntExact(idle.toMillis());
            client.setSoTimeout(millis);
            server.setSoTimeout(millis);
        }

        void start() {
            open.add(this);
            Thread.ofVirtual().name("proxy-in").start(() -> copy(client, server));
            Thread.ofVirtual().name("proxy-out").start(() -> copy(server, client));
        }

        /// Hard, so that neither side takes it for the end of what the other has to say.
        void end() {
            if (open.remove(this)) {
                CuttingProxy.end(client);
                CuttingProxy.end(server);
            }
        }

        private void copy(Socket from, Socket to) {
            byte[] bytes = new byte[16 << 10];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = read(in, bytes); count >= 0; count = read(in, bytes)) {
                    lastByte.set(System.nanoTime());
                    out.write(bytes, 0, count);
                }
                to.shutdownOutput();
                // The other direction ends by itself.
            } catch (IOException _) {
                end();
            }
        }

        /// Reads, and goes on when the other direction was busy meanwhile.
        private int read(InputStream in, byte[] bytes) throws IOException {
            while (true) {
                try {
                    return in.read(bytes);
                } catch (SocketTimeoutException e) {
                    if (System.nanoTime() - lastByte.get() >= idle.toNanos()) {
                        cutAsIdle.incrementAndGet();
                        throw e;
                    }
                }
            }
        }
    }
}
