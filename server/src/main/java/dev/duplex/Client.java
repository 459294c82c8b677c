package dev.duplex;

import dev.duplex.transport.Connector;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A WebSocket client on the server's own engine: sessions, endpoints and messages are the same on
/// both sides. One client holds the event loops of any number of connections.
public final class Client implements AutoCloseable {
    private final Connector connector;

    private Client(Connector connector) {
        this.connector = connector;
    }

    /// A client with one event loop, the default limits and compression offered.
    public static Client create() {
        return builder().build();
    }

    /// Starts from what [#create] has.
    public static Builder builder() {
        return new Builder();
    }

    /// Connects to a `ws:` or `wss:` address and gives its session to `endpoint`. The future is
    /// completed on the event loop after `onOpen`, or fails with an `IOException` that says what the
    /// server answered, or that the client is closed.
    ///
    /// @throws IllegalArgumentException if the address is not one of these, or a subprotocol is no token or was given twice
    public CompletableFuture<Session> connect(URI uri, Endpoint endpoint) {
        return connector.connect(uri, endpoint);
    }

    /// Closes every session with 1001, waits for them for at most ten seconds, and ends the event loops.
    ///
    /// @throws IllegalStateException on one of the client's event loops
    @Override
    public void close() {
        if (connector.inEventLoop()) {
            throw new IllegalStateException("a client cannot be closed on its own event loop");
        }
        connector.close();
    }

    /// Collects what a client needs.
    public static final class Builder {
        private int eventLoops = 1;
        private TransportKind transport = TransportKind.AUTO;
        private Limits limits = Limits.DEFAULT;
        private DeflateOptions deflate = DeflateOptions.DEFAULT;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Optional<Path> trust = Optional.empty();
        private final List<String> subprotocols = new ArrayList<>();
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();

        private Builder() {}

        public Builder eventLoops(int eventLoops) {
            this.eventLoops = eventLoops;
            return this;
        }

        public Builder transport(TransportKind transport) {
            this.transport = transport;
            return this;
        }

        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        public Builder deflate(DeflateOptions deflate) {
            this.deflate = deflate;
            return this;
        }

        /// How long the connection may take to be made, and as long again the handshake on it.
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        /// Trusts the certificates in this PEM file instead of the system's.
        public Builder trust(Path certificates) {
            this.trust = Optional.of(certificates);
            return this;
        }

        /// Offers subprotocols, best first.
        public Builder subprotocols(String... names) {
            subprotocols.addAll(List.of(names));
            return this;
        }

        /// Adds a header field to the handshake, such as `Origin` or `Authorization`.
        public Builder header(String name, String value) {
            headers.add(Map.entry(name, value));
            return this;
        }

        /// Starts the event loops.
        ///
        /// @throws java.io.UncheckedIOException if the trusted certificates cannot be read
        /// @throws IllegalStateException if the transport cannot be had here
        public Client build() {
            return new Client(
                    Connector.open(
                            new Connector.Settings(
                                    eventLoops,
                                    transport,
                                    limits,
                                    deflate,
                                    connectTimeout,
                                    trust,
                                    List.copyOf(subprotocols),
                                    List.copyOf(headers))));
        }
    }
}
