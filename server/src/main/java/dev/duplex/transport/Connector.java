package dev.duplex.transport;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Session;
import dev.duplex.TransportKind;
import dev.duplex.channels.Hub;
import dev.duplex.websocket.deflate.DeflateOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLParameters;

/// Opens WebSocket connections to servers: the client's side of `dev.duplex.Client`.
public final class Connector {
    /// What all connections of a client have in common.
    public record Settings(
            int eventLoops,
            TransportKind transport,
            Limits limits,
            DeflateOptions deflate,
            Duration connectTimeout,
            Optional<Path> trust,
            List<String> subprotocols,
            List<Map.Entry<String, String>> headers) {}

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    private final Settings settings;
    private final Transport transport;
    private final Optional<SslContext> tls;
    private final Hub hub = new Hub();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Connector(Settings settings, Transport transport, Optional<SslContext> tls) {
        this.settings = settings;
        this.transport = transport;
        this.tls = tls;
    }

    /// Starts the event loops.
    ///
    /// @throws UncheckedIOException if the trusted certificates cannot be read
    /// @throws IllegalStateException if the transport cannot be had here
    public static Connector open(Settings settings) {
        Optional<SslContext> tls = settings.trust().map(Connector::trusting);
        return new Connector(
                settings,
                Transport.open(settings.transport(), settings.eventLoops(), "duplex-client"),
                tls);
    }

    private static SslContext trusting(Path certificates) {
        try (var in = Files.newInputStream(certificates)) {
            return SslContextBuilder.forClient().trustManager(in).build();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the trusted certificates in " + certificates, e);
        }
    }

    /// The future fails with an `IOException`; see `dev.duplex.Client`.
    public CompletableFuture<Session> connect(URI uri, Endpoint endpoint) {
        boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
        if ((!secure && !"ws".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("not a ws: or wss: address: " + uri);
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a WebSocket address has no fragment (RFC 6455 §3): " + uri);
        }
        if (closed) {
            return CompletableFuture.failedFuture(closed(uri));
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        CompletableFuture<Session> opened = new CompletableFuture<>();
        Function<EventLoopLane, ClientUpgrade> upgrade =
                ClientUpgrade.prepare(uri, settings, endpoint, hub, opened);
        ChannelFuture connecting =
                transport
                        .clientBootstrap()
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        prepare(channel, uri, port, secure, upgrade);
                                    }
                                })
                        .connect(uri.getHost(), port);
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                opened.completeExceptionally(
                        new IOException(
                                "cannot connect to " + uri + ": " + connected.cause().getMessage(),
                                connected.cause()));
            }
        });
        if (closed && connecting.isDone() && !connecting.isSuccess()) {
            // Meanwhile: the loop that would have told may have ended.
            opened.completeExceptionally(closed(uri));
        }
        return opened;
    }

    private static IOException closed(URI uri) {
        return new IOException("cannot connect to " + uri + ": the client is closed");
    }

    private void prepare(
            Channel channel,
            URI uri,
            int port,
            boolean secure,
            Function<EventLoopLane, ClientUpgrade> upgrade) {
        Transport.prepare(channel);
        channels.add(channel);
        channel.closeFuture().addListener(_ -> channels.remove(channel));
        if (secure) {
            SslHandler handler = tlsContext().newHandler(channel.alloc(), uri.getHost(), port);
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            channel.pipeline().addLast(handler);
        }
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(upgrade.apply(transport.lane(channel.eventLoop())));
    }

    private SslContext tlsContext() {
        return tls.orElseGet(SystemTrust::context);
    }

    /// The system's trusted certificates, read once.
    private static final class SystemTrust {
        private static final SslContext CONTEXT = build();

        private static SslContext build() {
            try {
                return SslContextBuilder.forClient().build();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the system's trusted certificates cannot be used", e);
            }
        }

        static SslContext context() {
            return CONTEXT;
        }
    }

    /// Closes every connection with 1001, drops what is left after a limited time, and ends the
    /// event loops.
    public void close() {
        closed = true;
        for (Channel channel : channels) {
            channel.eventLoop()
                    .execute(() -> {
                        ChannelWire connection = channel.pipeline().get(ChannelWire.class);
                        if (connection == null) {
                            var _ = channel.close();
                        } else {
                            connection.goAway();
                        }
                    });
        }
        long end = System.nanoTime() + CLOSE_DEADLINE.toNanos();
        for (Channel channel : channels) {
            if (!channel.closeFuture()
                    .awaitUninterruptibly(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                var _ = channel.close();
            }
        }
        transport.end();
    }

    /// Closing a client from one of its own loops would wait for itself.
    public boolean inEventLoop() {
        return transport.inEventLoop();
    }
}
