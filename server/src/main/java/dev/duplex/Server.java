package dev.duplex;

import dev.duplex.channels.Hub;
import dev.duplex.channels.HubLimits;
import dev.duplex.http.HttpHandler;
import dev.duplex.session.Admission;
import dev.duplex.session.DetachedSessions;
import dev.duplex.session.EndpointObservers;
import dev.duplex.session.GuardedObserver;
import dev.duplex.session.Lasting;
import dev.duplex.sockjs.SockJsService;
import dev.duplex.streamed.StreamedService;
import dev.duplex.transport.Listener;
import dev.duplex.transport.Router;
import dev.duplex.transport.WebSocketRoute;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A running server. Made by [#builder]; serves until it is closed.
///
/// Paths of routes are exact (`/echo`), or have placeholders that stand for one segment each
/// (`/rooms/{name}`), or end with `/*`, which stands for whatever follows. A more literal route
/// wins over a less literal one.
public final class Server implements AutoCloseable {
    private final Listener listener;

    /// The one that was made for this server, if none was given.
    private final Optional<Hub> ownHub;

    /// What is served by WebSocket, and where.
    private record WebSocketEntry(String path, Endpoint endpoint, WebSocketOptions options) {
        WebSocketRoute route(ServerObserver observer) {
            return new WebSocketRoute(endpoint, options, new EndpointObservers(observer, path));
        }
    }

    /// What is served by SockJS, and where.
    private record SockJsRoute(String path, Endpoint endpoint, SockJsOptions options) {}

    private Server(Optional<Hub> ownHub, Listener listener) {
        this.ownHub = ownHub;
        this.listener = listener;
    }

    /// Starts from: all addresses, port 8080, no TLS, the default limits, one event loop for each
    /// processor.
    public static Builder builder() {
        return new Builder();
    }

    /// The port it listens on: the one chosen by the system if 0 was asked for.
    public int port() {
        return address().getPort();
    }

    /// The address it listens on.
    public InetSocketAddress address() {
        return listener.address();
    }

    /// Publish to a room from here.
    public Hub hub() {
        return listener.hub();
    }

    /// Open connections now.
    public int connections() {
        return listener.connections();
    }

    /// Open sessions now, whatever carries them: those of SockJS and of streams by plain HTTP are there between their requests, too. A connection that only brings
    /// requests is none.
    public int sessions() {
        return listener.sessions();
    }

    /// What carries this server's bytes: never `AUTO`.
    public TransportKind transport() {
        return listener.transport();
    }

    /// Stops accepting, and closes sessions ([Endpoint#goingAway]) one after the other, evenly over `window` and in no particular order, so that their clients
    /// do not all come back elsewhere at the same moment; responses that last ([dev.duplex.http.HttpExchange#onGoingAway]) have their turns, too. Returns when it
    /// was the last one's turn, at once if nobody has one; [#close] is to follow. Until then other requests, on connections that are there already, are
    /// served: these connections take no turns, and [#close] ends them.
    ///
    /// Ends early when the server is closed meanwhile, or the calling thread is interrupted.
    ///
    /// @param window zero: all at once
    /// @throws IllegalStateException if called on an event loop of this server
    public void drain(Duration window) {
        if (window.isNegative()) {
            throw new IllegalArgumentException("window must not be negative: " + window);
        }
        listener.drain(window);
    }

    /// Stops accepting, closes every session ([Endpoint#goingAway]), lets what is queued go out, and ends what
    /// is left after `deadline`. Waits until all is over; not for the deadline if the calling thread
    /// is interrupted, and no longer than ten seconds for an event loop that does not end. Later calls
    /// wait for the first.
    ///
    /// @throws IllegalStateException if called on an event loop of this server
    public void close(Duration deadline) {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("deadline must not be negative: " + deadline);
        }
        listener.close(deadline);
        ownHub.ifPresent(Hub::close);
    }

    /// Closes with a deadline of ten seconds.
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /// Waits until the server is closed.
    public void awaitClose() throws InterruptedException {
        listener.awaitClose();
    }

    /// Collects what a server needs. Not thread-safe.
    public static final class Builder {
        private String host = "";
        private int port = 8080;
        private TransportKind transport = TransportKind.AUTO;
        private int eventLoops = Runtime.getRuntime().availableProcessors();
        private Limits limits = Limits.DEFAULT;
        private Hosts hosts = Hosts.any();
        private TrustedProxies proxies = TrustedProxies.none();
        private Optional<Tls> tls = Optional.empty();
        private Optional<WireTap> wireTap = Optional.empty();
        private Optional<Hub> given = Optional.empty();
        private ServerObserver observer = ServerObserver.NONE;
        private final Router<WebSocketEntry> webSockets = new Router<>();
        private final Router<HttpHandler> handlers = new Router<>();
        private final List<SockJsRoute> sockJs = new ArrayList<>();
        private final List<StreamedProtocol> streamed = new ArrayList<>();

        private Builder() {}

        /// The address to listen on; empty for all.
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /// The port to listen on; 0 lets the system choose.
        ///
        /// @throws IllegalArgumentException if it is not in 0..65535
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be in 0..65535, not " + port);
            }
            this.port = port;
            return this;
        }

        public Builder transport(TransportKind transport) {
            this.transport = transport;
            return this;
        }

        /// The hub whose channels the sessions' rooms are: one with namespaces, history, an engine. By default
        /// one of the server's own, in memory, without history. A server does not close a hub that it is given.
        public Builder hub(Hub hub) {
            given = Optional.of(hub);
            return this;
        }

        /// How many event loops share the connections.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder eventLoops(int eventLoops) {
            if (eventLoops <= 0) {
                throw new IllegalArgumentException(
                        "eventLoops must be positive, not " + eventLoops);
            }
            this.eventLoops = eventLoops;
            return this;
        }

        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /// By which names it may be asked, by default any; others get 421, wherever they ask. For servers that only this machine is to reach.
        public Builder hosts(Hosts hosts) {
            this.hosts = hosts;
            return this;
        }

        /// Who is believed about for whom it asks, by default nobody: by that clients are counted and known
        /// ([dev.duplex.http.Request#remoteAddress]), whom a proxy would otherwise make one of.
        public Builder trustedProxies(TrustedProxies proxies) {
            this.proxies = proxies;
            return this;
        }

        /// Serves TLS 1.2 and 1.3 only, with this certificate.
        public Builder tls(Tls tls) {
            this.tls = Optional.of(tls);
            return this;
        }

        /// Shows `tap` every byte of every connection. For development.
        public Builder wireTap(WireTap tap) {
            this.wireTap = Optional.of(tap);
            return this;
        }

        /// Tells `observer` what happens, for metrics. By default nobody.
        public Builder observer(ServerObserver observer) {
            this.observer = observer;
            return this;
        }

        /// Serves WebSocket at `path`, for pages of the same origin.
        public Builder webSocket(String path, Endpoint endpoint) {
            return webSocket(path, endpoint, WebSocketOptions.DEFAULT);
        }

        /// Serves WebSocket at `path`.
        ///
        /// @throws IllegalArgumentException if the path is malformed or taken
        public Builder webSocket(String path, Endpoint endpoint, WebSocketOptions options) {
            webSockets.add(path, new WebSocketEntry(path, endpoint, options));
            return this;
        }

        /// Serves SockJS at `path` and below, for pages of the same origin.
        public Builder sockJs(String path, Endpoint endpoint) {
            return sockJs(path, endpoint, SockJsOptions.DEFAULT);
        }

        /// Serves SockJS at `path` and below: every transport of the protocol. The same path may also
        /// serve WebSocket: then a client that upgrades at exactly `path` speaks that.
        ///
        /// @throws IllegalArgumentException if the path is malformed or taken
        public Builder sockJs(String path, Endpoint endpoint, SockJsOptions options) {
            sockJs.add(new SockJsRoute(path, endpoint, options));
            return this;
        }

        /// Serves a protocol that goes by plain HTTP, at the paths that it names. A path that is malformed or taken is
        /// told by [#start].
        public Builder streamed(StreamedProtocol protocol) {
            streamed.add(protocol);
            return this;
        }

        /// Serves HTTP at `path`, every method. The same path may also serve WebSocket.
        ///
        /// @throws IllegalArgumentException if the path is malformed or taken
        public Builder http(String path, HttpHandler handler) {
            handlers.add(path, handler);
            return this;
        }

        /// Starts to listen.
        ///
        /// @throws IllegalArgumentException if two routes have the same path, or `queueBytes` is too small for SockJS
        /// @throws java.io.UncheckedIOException if it cannot: the port is taken, the certificate
        ///     cannot be read
        /// @throws IllegalStateException if the transport asked for is not to be had here
        public Server start() {
            for (SockJsRoute route : sockJs) {
                SockJsOptions.requireQueue(limits);
                route.options().limits().ifPresent(SockJsOptions::requireQueue);
            }
            boolean ownHub = given.isEmpty();
            Hub hub = given.orElseGet(() -> Hub.builder().limits(hubLimits(limits)).build());
            ServerObserver guarded = GuardedObserver.of(observer);
            Routing routing =
                    new Routing(webSockets.map(it -> it.route(guarded)), handlers.map(it -> it));
            Admission admission = DetachedSessions.admission(limits);
            List<Lasting> lasting = new ArrayList<>();
            for (SockJsRoute route : sockJs) {
                SockJsService service =
                        new SockJsService(
                                route.path(),
                                route.endpoint(),
                                route.options(),
                                limits,
                                hub,
                                admission,
                                guarded);
                service.addTo(routing);
                lasting.add(service);
            }
            List<StreamedService> services = new ArrayList<>();
            for (StreamedProtocol protocol : streamed) {
                StreamedService service =
                        new StreamedService(protocol, limits, hub, admission, guarded);
                service.addTo(routing::http);
                services.add(service);
                lasting.add(service);
            }
            Listener listener =
                    Listener.start(
                            new Listener.Settings(
                                    host,
                                    port,
                                    transport,
                                    eventLoops,
                                    limits,
                                    tls,
                                    wireTap,
                                    hub,
                                    routing.webSockets(),
                                    routing.handlers(),
                                    hosts,
                                    proxies,
                                    List.copyOf(lasting),
                                    guarded));
            services.forEach(StreamedService::join);
            return new Server(ownHub ? Optional.of(hub) : Optional.empty(), listener);
        }
    }

    /// Rooms may have names as long as sessions may name them: characters of at most three bytes.
    private static HubLimits hubLimits(Limits limits) {
        return HubLimits.builder()
                .channelNameBytes(Math.multiplyExact(3, limits.roomNameLength()))
                .build();
    }

    /// The routes of one server, those of its SockJS endpoints included.
    private record Routing(Router<WebSocketRoute> webSockets, Router<HttpHandler> handlers)
            implements SockJsService.Routes {
        @Override
        public void http(String path, HttpHandler handler) {
            handlers.add(path, handler);
        }

        @Override
        public void webSocket(
                String path,
                Endpoint endpoint,
                WebSocketOptions options,
                EndpointObservers observers) {
            webSockets.add(path, new WebSocketRoute(endpoint, options, observers));
        }
    }
}
