package dev.duplex.transport;

import dev.duplex.Hosts;
import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.Tls;
import dev.duplex.TransportKind;
import dev.duplex.TrustedProxies;
import dev.duplex.WireTap;
import dev.duplex.channels.Hub;
import dev.duplex.http.HttpHandler;
import dev.duplex.session.Lasting;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A listening socket, the connections accepted from it, and their event loops: what is behind
/// `dev.duplex.Server`.
public final class Listener {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    /// How often it is looked whose turn it is while the server is drained.
    private static final long TURN_NANOS = Duration.ofMillis(10).toNanos();

    /// What a server is started with. The routers are not changed any more.
    public record Settings(
            String host,
            int port,
            TransportKind transport,
            int eventLoops,
            Limits limits,
            Optional<Tls> tls,
            Optional<WireTap> wireTap,
            Hub hub,
            Router<WebSocketRoute> webSockets,
            Router<HttpHandler> handlers,
            Hosts hosts,
            TrustedProxies proxies,
            List<Lasting> lasting,
            ServerObserver observer) {}

    private final Settings settings;
    private final Transport transport;
    private final Optional<Certificates> certificates;
    private final Routes routes;
    private final ConnectionLimiter limiter;
    private final AtomicInteger lingering = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Channel socket;
    private final InetSocketAddress address;

    /// The local address of the connection before.
    private volatile InetSocketAddress reached = new InetSocketAddress(0);

    private Listener(Settings settings, Transport transport, Optional<Certificates> certificates)
            throws IOException {
        this.settings = settings;
        this.transport = transport;
        this.certificates = certificates;
        Limits limits = settings.limits();
        this.limiter = new ConnectionLimiter(limits, settings.observer());
        this.routes =
                new Routes(
                        settings.webSockets()
                                .map(route ->
                                        WebSocketUpgrade.create(route, limits, settings.hub())),
                        settings.handlers().map(handler -> handler),
                        settings.hosts(),
                        limits,
                        settings.observer());
        this.socket = bind();
        this.address = (InetSocketAddress) socket.localAddress();
    }

    /// Binds and begins to accept.
    ///
    /// @throws UncheckedIOException if the address cannot be bound or the certificate not be used
    /// @throws IllegalStateException if the transport asked for cannot be had here
    public static Listener start(Settings settings) {
        Optional<Certificates> certificates = Optional.empty();
        Transport transport = Transport.open(settings.transport(), settings.eventLoops(), "duplex");
        try {
            if (settings.tls().isPresent()) {
                certificates = Optional.of(Certificates.open(settings.tls().get()));
            }
            return new Listener(settings, transport, certificates);
        } catch (IOException | RuntimeException e) {
            certificates.ifPresent(Certificates::close);
            transport.end();
            throw e instanceof IOException io
                    ? new UncheckedIOException(io.getMessage(), io)
                    : (RuntimeException) e;
        }
    }

    private Channel bind() throws IOException {
        InetSocketAddress wanted =
                settings.host().isEmpty()
                        ? new InetSocketAddress(settings.port())
                        : new InetSocketAddress(settings.host(), settings.port());
        if (wanted.isUnresolved()) {
            throw new IOException("cannot listen on " + settings.host() + ": unknown host");
        }
        ChannelFuture bound =
                transport
                        .serverBootstrap(settings.limits().writeTimeout())
                        .childHandler(new Accepted())
                        .bind(wanted)
                        .awaitUninterruptibly();
        @Nullable Throwable failure = bound.cause();
        if (failure != null) {
            throw new IOException(
                    "cannot listen on %s:%d: %s"
                            .formatted(
                                    wanted.getHostString(), wanted.getPort(), failure.getMessage()),
                    failure);
        }
        bound.channel().pipeline().addLast(new AcceptFailures());
        return bound.channel();
    }

    /// Sets up each connection. Runs on the connection's own event loop.
    @ChannelHandler.Sharable
    private final class Accepted extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                    || !(channel.localAddress() instanceof InetSocketAddress local)
                    || closing.get()) {
                // Gone already, or came too late.
                if (closing.get()) {
                    settings.observer().connectionRefused(ServerObserver.Refusal.CLOSING);
                }
                channel.close();
                return;
            }
            Transport.prepare(channel);
            boolean isProxy = settings.proxies().trusts(remote.getAddress());
            switch (isProxy ? limiter.admitProxy(channel) : limiter.admit(channel, remote)) {
                case Refusal refusal -> refuse(channel, refusal);
                case Admitted admitted -> assemble(channel, remote, local, isProxy, admitted);
            }
        }

        private void assemble(
                Channel channel,
                InetSocketAddress remote,
                InetSocketAddress local,
                boolean isProxy,
                Admitted admitted) {
            ChannelPipeline pipeline = channel.pipeline();
            certificates.ifPresent(current -> pipeline.addLast(tlsHandler(current, channel)));
            settings.wireTap()
                    .ifPresent(tap -> pipeline.addLast(new WireTapHandler(tap.accepted(remote))));
            RequestHead.Link link =
                    new RequestHead.Link(remote, shared(local), certificates.isPresent());
            Optional<ProxiedClients> proxied =
                    isProxy ? Optional.of(proxiedBy(admitted, remote)) : Optional.empty();
            new HttpConnection(routes, transport.lane(channel.eventLoop()), link, proxied, admitted)
                    .addTo(pipeline);
            if (closing.get()) {
                // Between the look above and being let in: those who were in were told without this
                // one.
                admitted.goAway();
            }
        }

        @Override
        public void exceptionCaught(io.netty.channel.ChannelHandlerContext ctx, Throwable cause) {
            Ending.log(LOG, ctx.channel(), cause);
            ctx.close();
        }
    }

    /// Connections reach the same few addresses: one object for those that reach one after the other.
    private InetSocketAddress shared(InetSocketAddress local) {
        InetSocketAddress last = reached;
        if (last.equals(local)) {
            return last;
        }
        reached = local;
        return local;
    }

    private ProxiedClients proxiedBy(Admitted admitted, InetSocketAddress proxy) {
        ProxiedClients clients = new ProxiedClients(settings.proxies(), proxy, limiter);
        admitted.proxies(clients);
        return clients;
    }

    /// The connection's own deadline covers the handshake, so that TLS needs none.
    private static SslHandler tlsHandler(Certificates certificates, Channel channel) {
        SslHandler handler = certificates.current().newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private void refuse(Channel channel, Refusal refusal) {
        if (certificates.isPresent()) {
            channel.close();
        } else {
            channel.pipeline().addLast(new RefusedConnection(refusal, lingering));
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    public Hub hub() {
        return settings.hub();
    }

    /// Open connections that were not refused.
    public int connections() {
        return limiter.connections();
    }

    /// Open sessions: those of WebSockets, and those that outlive connections.
    public int sessions() {
        return limiter.sessions() + settings.lasting().stream().mapToInt(Lasting::sessions).sum();
    }

    public TransportKind transport() {
        return transport.kind();
    }

    /// Stops accepting, and sends clients away one after the other, evenly over the window; waits until it was the last one's turn. Who has begun
    /// to last meanwhile, on a connection that was there, goes with the last. Ends early when [#close] is called, or the thread is interrupted.
    ///
    /// Turns are for sessions and for responses that last. A connection that carries other requests has none, and is served until [#close]: sessions
    /// between their requests need it until their turn, and who watches the drain until its end.
    ///
    /// @throws IllegalStateException if called on one of the event loops
    public void drain(Duration window) {
        if (transport.inEventLoop()) {
            throw new IllegalStateException("a server cannot be drained on its own event loop");
        }
        long begin = System.nanoTime();
        socket.close().awaitUninterruptibly(window.toMillis());
        Departures departures = new Departures(departures(), window);
        while (!closing.get() && !Thread.currentThread().isInterrupted()) {
            if (!departures.send(System.nanoTime() - begin)) {
                departures().forEach(Runnable::run);
                return;
            }
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    /// What sends each away who is there now, and lasts.
    private List<Runnable> departures() {
        List<Runnable> all = new ArrayList<>();
        settings.lasting().forEach(it -> all.addAll(it.departures()));
        limiter.open().stream().filter(Admitted::isLasting).forEach(it -> all.add(it::depart));
        return all;
    }

    /// Stops accepting, tells every connection to end, closes what is left at the deadline, and
    /// waits until all is over. A thread that is interrupted meanwhile does not wait for the
    /// deadline. Later calls wait for the first.
    ///
    /// @throws IllegalStateException if called on one of the event loops, which could not end then
    public void close(Duration deadline) {
        if (transport.inEventLoop()) {
            throw new IllegalStateException("a server cannot be closed on its own event loop");
        }
        if (closing.compareAndSet(false, true)) {
            try {
                end(deadline);
            } finally {
                closed.complete(null);
            }
        } else {
            closed.join();
        }
    }

    private void end(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        // Whatever holds its event loop up: from now on who is accepted is closed.
        socket.close().awaitUninterruptibly(deadline.toMillis());
        settings.lasting().forEach(Lasting::goAway);
        limiter.open().forEach(Admitted::goAway);
        boolean interrupted = false;
        try {
            limiter.drained().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            LOG.log(
                    Level.INFO,
                    "{0} connections had not ended at the deadline",
                    limiter.connections());
        } catch (InterruptedException _) {
            interrupted = true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        certificates.ifPresent(Certificates::close);
        // A connection that is dropped on one loop may be a session's of another, which has ended.
        settings.lasting().forEach(Lasting::cutOff);
        transport.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until [#close] has ended.
    public void awaitClose() throws InterruptedException {
        try {
            closed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
