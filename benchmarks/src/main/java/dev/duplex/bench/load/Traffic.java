package dev.duplex.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// A load on one server, from opening its connections to closing them. Its methods are called by one
/// thread that is not the event loop, and wait.
public final class Traffic implements AutoCloseable {
    private static final int OPENING_AT_ONCE = 64;
    private static final int OPENED_PER_SECOND = 500;
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration PARTING = Duration.ofSeconds(3);

    private final Load load;
    private final int port;
    private final LoadLoop loop;
    private final Meter meter = new Meter();
    private final Pattern pattern;
    private final LoadConnection[] connections;
    private final CountDownLatch gone;
    private final CompletableFuture<Void> allOpen = new CompletableFuture<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    // Event loop only.
    private int begun;
    private int opened;

    private Traffic(Load load, int port, LoadLoop loop) {
        this.load = load;
        this.port = port;
        this.loop = loop;
        pattern =
                switch (load) {
                    case Load.Echo echo -> new EchoPattern(echo, meter);
                    case Load.Fanout fanout -> new FanoutPattern(fanout, meter);
                    case Load.Idle idle -> new IdlePattern(idle);
                };
        connections = new LoadConnection[pattern.connections()];
        gone = new CountDownLatch(connections.length);
    }

    /// Opens the connections to the server on a port of this machine, and begins to send when all
    /// are open.
    ///
    /// @throws LoadException if one cannot be opened
    public static Traffic open(Load load, int port, LoadLoop loop) throws InterruptedException {
        Traffic traffic = new Traffic(load, port, loop);
        traffic.onLoop(traffic::connectFirst);
        try {
            traffic.allOpen.get(
                    SILENCE.toSeconds() + traffic.connections.length / OPENED_PER_SECOND,
                    TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            traffic.abort();
            throw new LoadException("cannot open the connections: " + e.getCause());
        } catch (TimeoutException e) {
            traffic.abort();
            throw new LoadException("opening the connections takes too long");
        }
        return traffic;
    }

    /// Lets the load run for a while and says what came of it.
    ///
    /// @param reading is asked at the begin and at the end, on the event loop, so that what it reads
    ///     belongs to exactly these messages
    /// @throws LoadException if something went wrong, now or earlier, or nothing arrived
    public <T> Window<T> measure(Duration length, Supplier<T> reading) throws InterruptedException {
        Mark<T> begin = onLoop(() -> mark(reading));
        try {
            failure.get(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            Mark<T> end = onLoop(() -> mark(reading));
            if (end.messages == begin.messages && !(load instanceof Load.Idle)) {
                throw new LoadException("nothing arrived");
            }
            return new Window<>(
                    end.messages - begin.messages,
                    end.at - begin.at,
                    end.latency,
                    begin.reading,
                    end.reading);
        } catch (ExecutionException e) {
            throw failed(e);
        }
        throw new AssertionError("a failure is always exceptional");
    }

    /// Stops sending, and waits until all that was sent has arrived.
    ///
    /// @return how many messages have arrived since the beginning
    /// @throws LoadException if something is missing or went wrong
    public long finish() throws InterruptedException {
        onLoop(() -> {
            pattern.stop();
            return true;
        });
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (onLoop(pattern::outstanding) > 0) {
            if (System.nanoTime() > deadline) {
                throw new LoadException(onLoop(pattern::outstanding) + " messages are missing");
            }
            try {
                failure.get(10, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                // nothing has gone wrong; look again
            } catch (ExecutionException e) {
                throw failed(e);
            }
        }
        return onLoop(meter::messages);
    }

    /// Closes the connections, politely first.
    @Override
    public void close() {
        loop.loop()
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

    private static LoadException failed(ExecutionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        return cause instanceof LoadException load ? load : new LoadException(cause.toString());
    }

    private record Mark<T>(long messages, long at, Histogram latency, T reading) {}

    private <T> Mark<T> mark(Supplier<T> reading) {
        return new Mark<>(
                meter.messages(), System.nanoTime(), meter.nextHistogram(), reading.get());
    }

    private <T> T onLoop(Callable<T> action) throws InterruptedException {
        try {
            return loop.loop().submit(action).get();
        } catch (ExecutionException e) {
            throw failed(e);
        }
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
                        .group(loop.loop())
                        .channel(EpollSocketChannel.class)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, loop.scratch())
                        .handler(new Joining(index))
                        .connect("127.0.0.1", port)
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                fail(Objects.requireNonNull(connected.cause()));
                            }
                        });
    }

    private void fail(Throwable cause) {
        allOpen.completeExceptionally(cause);
        failure.completeExceptionally(cause);
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
