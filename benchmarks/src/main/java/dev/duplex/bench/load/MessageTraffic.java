package dev.duplex.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Messages over WebSocket connections that are opened once.
final class MessageTraffic extends Traffic {
    private static final int OPENING_AT_ONCE = 64;
    private static final int OPENED_PER_SECOND = 500;

    /// A JVM that has not compiled its TLS yet needs tens of milliseconds for a handshake.
    private static final int OPENED_PER_SECOND_TLS = 50;

    private static final Duration PARTING = Duration.ofSeconds(3);

    /// TLS keeps a record that has not wholly arrived, so that it cannot share [LoadLoop#scratch].
    private static final int TLS_READ_BYTES = 65_536;

    private final Load.Messages load;
    private final Target target;
    private final Pattern pattern;
    private final LoadConnection[] connections;
    private final CountDownLatch gone;
    private final CompletableFuture<Void> allOpen = new CompletableFuture<>();

    // Event loop only.
    private int begun;
    private int opened;

    private MessageTraffic(Load.Messages load, Target target, LoadLoop loop) {
        super(loop);
        this.load = load;
        this.target = target;
        pattern =
                switch (load) {
                    case Load.Echo echo -> new EchoPattern(echo, meter());
                    case Load.ToAll toAll -> new FanoutPattern(toAll, meter());
                    case Load.Pairs pairs -> new PairsPattern(pairs, meter());
                    case Load.Paced paced -> new PacedPattern(paced, meter());
                    case Load.Idle idle -> new IdlePattern(idle);
                };
        connections = new LoadConnection[pattern.connections()];
        gone = new CountDownLatch(connections.length);
    }

    /// Opens the connections, and begins to send when all are open.
    ///
    /// @throws LoadException if one cannot be opened
    static MessageTraffic open(Load.Messages load, Target target, LoadLoop loop)
            throws InterruptedException {
        MessageTraffic traffic = new MessageTraffic(load, target, loop);
        traffic.onLoop(traffic::connectFirst);
        try {
            traffic.allOpen.get(
                    SILENCE.toSeconds() + traffic.connections.length / traffic.openedPerSecond(),
                    TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            traffic.abort();
            throw new LoadException(
                    "cannot open the connections: "
                            + LoadException.of(Objects.requireNonNull(e.getCause())).getMessage());
        } catch (TimeoutException e) {
            traffic.abort();
            throw new LoadException("opening the connections takes too long");
        }
        return traffic;
    }

    @Override
    boolean silent() {
        return load instanceof Load.Idle;
    }

    @Override
    void stop() {
        pattern.stop();
    }

    @Override
    long outstanding() {
        return pattern.outstanding();
    }

    @Override
    void fail(Throwable cause) {
        allOpen.completeExceptionally(cause);
        super.fail(cause);
    }

    /// Closes the connections, politely first.
    @Override
    public void close() {
        loop().loop()
                .execute(() -> {
                    for (LoadConnection connection : connections) {
                        connection.close();
                    }
                });
        try {
            var _ = gone.await(PARTING.toSeconds(), TimeUnit.SECONDS);
            abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends what connections are left, and gives the frames back.
    private void abort() throws InterruptedException {
        onLoop(() -> {
            for (LoadConnection connection : connections) {
                if (connection != null) {
                    connection.abort();
                }
            }
            pattern.release();
            return true;
        });
    }

    private boolean connectFirst() {
        for (int i = 0; i < OPENING_AT_ONCE && begun < connections.length; i++) {
            connectNext();
        }
        return true;
    }

    private void connectNext() {
        int index = begun++;
        var _ =
                new Bootstrap()
                        .group(loop().loop())
                        .channel(EpollSocketChannel.class)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, readBuffers())
                        .handler(new Joining(index))
                        .connect("127.0.0.1", target.port(load.server(index)))
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                fail(Objects.requireNonNull(connected.cause()));
                            }
                        });
    }

    /// How many a server must manage at least.
    private int openedPerSecond() {
        return target.tls().isPresent() ? OPENED_PER_SECOND_TLS : OPENED_PER_SECOND;
    }

    @SuppressWarnings("deprecation") // the type that Netty's own option has
    private RecvByteBufAllocator readBuffers() {
        return target.tls().isPresent()
                ? new FixedRecvByteBufAllocator(TLS_READ_BYTES)
                : loop().scratch();
    }

    private final class Joining extends ChannelInitializer<Channel>
            implements LoadConnection.Owner {
        private final int index;

        Joining(int index) {
            this.index = index;
        }

        @Override
        protected void initChannel(Channel channel) {
            connections[index] = new LoadConnection(index, load, pattern, this, channel);
            target.tls().ifPresent(tls -> tls.addTo(channel.pipeline()));
            channel.pipeline().addLast(connections[index]);
        }

        @Override
        public void opened(LoadConnection connection) {
            opened++;
            if (begun < connections.length) {
                connectNext();
            }
            if (opened == connections.length) {
                pattern.start(connections);
                allOpen.complete(null);
            }
        }

        @Override
        public void closed(LoadConnection connection) {
            gone.countDown();
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }
    }
}
