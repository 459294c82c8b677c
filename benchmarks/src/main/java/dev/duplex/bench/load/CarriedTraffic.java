package dev.duplex.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Clients that all receive the same, each over its own connection. What there is to publish goes to
/// the server over one WebSocket more, which is not counted.
final class CarriedTraffic extends Traffic {
    private static final String PUBLISHING = "/publish";
    private static final int OPENING_AT_ONCE = 64;
    private static final int OPENED_PER_SECOND = 300;

    private final Load.Carried load;
    private final Target target;
    private final CarriedClient[] clients;

    /// Not seeded: a server may still have the sessions of an earlier traffic.
    private final Random random = new Random();

    private final FeedMessages messages;
    private final CompletableFuture<Void> allOpen = new CompletableFuture<>();
    private final List<Channel> channels = new ArrayList<>();

    // Event loop only.
    private int begun;
    private int opened;
    private @Nullable SocketClient publisher;
    private @Nullable Future<?> publishing;
    private boolean closing;

    private CarriedTraffic(Load.Carried load, Target target, LoadLoop loop) {
        super(loop);
        this.load = load;
        this.target = target;
        clients = new CarriedClient[load.clients()];
        messages =
                new FeedMessages(
                        load.clients(),
                        switch (load) {
                            case Load.Feed feed -> feed.bytes();
                            case Load.Waiting _, Load.Between _ -> 0;
                        },
                        meter());
    }

    /// Opens all clients, and begins to publish when all are open.
    ///
    /// @throws LoadException if one cannot be opened
    static CarriedTraffic open(Load.Carried load, Target target, LoadLoop loop)
            throws InterruptedException {
        CarriedTraffic traffic = new CarriedTraffic(load, target, loop);
        traffic.onLoop(traffic::begin);
        try {
            traffic.allOpen.get(
                    SILENCE.toSeconds() + load.clients() / OPENED_PER_SECOND, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            traffic.close();
            throw new LoadException(
                    "cannot open the clients: "
                            + LoadException.of(Objects.requireNonNull(e.getCause())).getMessage());
        } catch (TimeoutException e) {
            traffic.close();
            throw new LoadException("opening the clients takes too long");
        }
        return traffic;
    }

    private boolean begin() {
        switch (load) {
            case Load.Feed _ -> connect(this::publisher);
            case Load.Waiting _, Load.Between _ -> connectFirst();
        }
        return true;
    }

    private CarriedClient publisher(Channel channel) {
        SocketClient client =
                new SocketClient(
                        -1,
                        new Publisher(),
                        channel,
                        Carrier.WEBSOCKET,
                        new BrowserRequests(target.port(), PUBLISHING, random));
        publisher = client;
        return client;
    }

    private void connectFirst() {
        for (int i = 0; i < OPENING_AT_ONCE && begun < clients.length; i++) {
            connectNext();
        }
    }

    private void connectNext() {
        int index = begun++;
        connect(channel -> {
            CarriedClient client = client(index, channel);
            clients[index] = client;
            return client;
        });
    }

    private CarriedClient client(int index, Channel channel) {
        Receiver owner = new Receiver();
        BrowserRequests requests = new BrowserRequests(target.port(), load.path(), random);
        return switch (load.carrier()) {
            case WEBSOCKET, SOCKJS_WEBSOCKET ->
                    new SocketClient(index, owner, channel, load.carrier(), requests);
            case XHR, XHR_STREAMING, EVENTSOURCE ->
                    new SockJsHttpClient(
                            index,
                            owner,
                            channel,
                            load.carrier(),
                            requests,
                            load instanceof Load.Between);
            case POLLING -> {
                Duration interval =
                        switch (load) {
                            case Load.Feed feed -> feed.pollInterval();
                            case Load.Waiting _, Load.Between _ ->
                                    throw new LoadException("who polls does not wait");
                        };
                Duration phase = interval.multipliedBy(index).dividedBy(clients.length);
                yield new PollingClient(index, owner, channel, requests, interval, phase);
            }
        };
    }

    private void connect(Function<Channel, CarriedClient> handler) {
        var _ =
                new Bootstrap()
                        .group(loop().loop())
                        .channel(EpollSocketChannel.class)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, loop().scratch())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channels.add(channel);
                                        channel.pipeline().addLast(handler.apply(channel));
                                    }
                                })
                        .connect("127.0.0.1", target.port())
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                fail(Objects.requireNonNull(connected.cause()));
                            }
                        });
    }

    private void allAreOpen() {
        if (load instanceof Load.Feed feed) {
            long period = TimeUnit.SECONDS.toNanos(1) / feed.perSecond();
            publishing =
                    loop().loop()
                            .scheduleAtFixedRate(
                                    this::publish, period, period, TimeUnit.NANOSECONDS);
        }
        allOpen.complete(null);
    }

    private void publish() {
        byte[] message = messages.next(System.nanoTime());
        Objects.requireNonNull(publisher).send(OutgoingFrames.text(message));
    }

    @Override
    Wire wire() {
        Wire all = Wire.NONE;
        for (CarriedClient client : clients) {
            all = all.plus(client.wire());
        }
        return all;
    }

    @Override
    boolean silent() {
        return load instanceof Load.Silent;
    }

    @Override
    void stop() {
        if (publishing != null) {
            publishing.cancel(false);
        }
    }

    @Override
    long outstanding() {
        return messages.outstanding();
    }

    @Override
    void fail(Throwable cause) {
        if (!closing) {
            allOpen.completeExceptionally(cause);
            super.fail(cause);
        }
    }

    /// Ends all connections, and does not wait for the server.
    @Override
    public void close() {
        var closed =
                loop().loop()
                        .submit(() -> {
                            closing = true;
                            stop();
                            for (Channel channel : channels) {
                                channel.close();
                            }
                        });
        var _ = closed.awaitUninterruptibly();
    }

    /// What has in common who owns a client: failures are the traffic's.
    private abstract class Owner implements CarriedClient.Owner {
        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }
    }

    private final class Publisher extends Owner {
        @Override
        public void opened(CarriedClient client) {
            connectFirst();
        }

        @Override
        public void arrived(CarriedClient client, byte[] message, long now) {
            throw new LoadException("the publisher got a message");
        }
    }

    private final class Receiver extends Owner {
        @Override
        public void opened(CarriedClient client) {
            opened++;
            if (begun < clients.length) {
                connectNext();
            }
            if (opened == clients.length) {
                allAreOpen();
            }
        }

        @Override
        public void arrived(CarriedClient client, byte[] message, long now) {
            messages.arrived(client.index(), message, now);
        }
    }
}
