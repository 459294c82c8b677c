package dev.duplex.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Connects again and again: as soon as a connection is over, the next one is begun.
final class BriefTraffic extends Traffic implements BriefConnection.Owner {
    private static final Duration PARTING = Duration.ofSeconds(3);
    private static final int READ_BYTES = 8192;

    private final Load.Brief load;
    private final Target target;
    private final long shownBefore;
    private final ChannelGroup open = new DefaultChannelGroup(loop().loop());

    private final CompletableFuture<Void> first = new CompletableFuture<>();

    // Event loop only.
    private long begun;
    private long ended;
    private boolean stopped;

    private BriefTraffic(Load.Brief load, Target target, LoadLoop loop) {
        super(loop);
        this.load = load;
        this.target = target;
        shownBefore = shown();
    }

    /// Begins to connect, and waits until a first connection is over: a server that has yet to load
    /// its code for TLS may take long for it.
    ///
    /// @throws LoadException if it fails
    static BriefTraffic open(Load.Brief load, Target target, LoadLoop loop)
            throws InterruptedException {
        BriefTraffic traffic = new BriefTraffic(load, target, loop);
        traffic.onLoop(() -> {
            for (int i = 0; i < load.atOnce(); i++) {
                traffic.connect();
            }
            return true;
        });
        try {
            traffic.first.get(SILENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            traffic.close();
            throw LoadException.of(e);
        } catch (TimeoutException e) {
            traffic.close();
            throw new LoadException("the first connection takes too long");
        }
        return traffic;
    }

    private long shown() {
        return target.tls().map(TlsClient::fullHandshakes).orElse(0L);
    }

    private void connect() {
        begun++;
        var _ =
                new Bootstrap()
                        .group(loop().loop())
                        .channel(EpollSocketChannel.class)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(READ_BYTES))
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        open.add(channel);
                                        target.tls()
                                                .ifPresent(tls -> tls.addTo(channel.pipeline()));
                                        channel.pipeline().addLast(connection());
                                    }
                                })
                        .connect("127.0.0.1", target.port())
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                ended++;
                                fail(Objects.requireNonNull(connected.cause()));
                            }
                        });
    }

    private BriefConnection connection() {
        return switch (load) {
            case Load.Handshakes _ -> new HandshakeConnection(this);
            case Load.Visits visits -> new VisitConnection(this, visits);
        };
    }

    @Override
    public void served(BriefConnection connection) {
        ended++;
        meter().arrived(System.nanoTime() - connection.begunAt());
        first.complete(null);
        if (!stopped) {
            connect();
        }
    }

    @Override
    public void failed(Throwable cause) {
        stopped = true;
        fail(cause);
    }

    @Override
    void fail(Throwable cause) {
        first.completeExceptionally(cause);
        super.fail(cause);
    }

    @Override
    void stop() {
        stopped = true;
    }

    @Override
    long outstanding() {
        return begun - ended;
    }

    /// @throws LoadException if a connection is missing, or did without the certificate
    @Override
    public long finish() throws InterruptedException {
        long served = super.finish();
        if (target.tls().isPresent() && shown() - shownBefore != served) {
            throw new LoadException(
                    "of %d connections only %d were full handshakes"
                            .formatted(served, shown() - shownBefore));
        }
        return served;
    }

    @Override
    public void close() {
        loop().loop()
                .execute(() -> {
                    stop();
                    open.close();
                });
        var _ = open.newCloseFuture().awaitUninterruptibly(PARTING.toMillis());
    }
}
