package dev.duplex.transport;

import dev.duplex.TransportKind;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Event loops, the kind of socket that belongs to them, and the socket options that every
/// connection gets. Servers and clients differ only in which bootstrap they take.
public final class Transport {
    private static final System.Logger LOG = System.getLogger(Transport.class.getName());

    /// How many connections the kernel completes for us before we accept them.
    private static final int BACKLOG = 4096;

    /// How many unsent bytes the kernel may hold for a connection before the socket stops being
    /// writable: so the outbound queue, which has a limit, sees a slow peer, and not only the
    /// kernel's buffer, which may grow to megabytes.
    private static final long UNSENT_BYTES = 128 * 1024;

    private static final int IPPROTO_TCP = 6;

    /// Options of Linux's sockets, which Netty has no names for where a socket listens.
    private static final ChannelOption<Integer> LISTENER_NOTSENT_LOWAT =
            new IntegerUnixChannelOption("LISTENER_NOTSENT_LOWAT", IPPROTO_TCP, 25);

    private static final ChannelOption<Integer> LISTENER_USER_TIMEOUT =
            new IntegerUnixChannelOption("LISTENER_USER_TIMEOUT", IPPROTO_TCP, 18);

    /// How many of its threads the kernel may use for an event loop of io_uring. It sends by them to peers that have ended their side
    /// and do not read: such a send it tries a few times, and then has a thread wait for it, one for each connection.
    private static final int KERNEL_THREADS = 64;

    /// For how long an event loop must have had nothing to do before it ends: handlers on other
    /// threads that are just told the end of their sessions still hand it something.
    private static final long QUIET_MILLIS = 50;

    /// After how long it ends although it still has something to do.
    private static final long GRACE_MILLIS = 2_000;

    /// How long its end is waited for.
    private static final long ENDING_MILLIS = 10_000;

    /// Where connections get their buffers from. The one place to change it.
    static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    /// How much room a channel's reads get: as much as its last ones would have needed. One object for all channels.
    private static final RecvByteBufAllocator READ_SIZES = new AdaptiveRecvByteBufAllocator();

    private final TransportKind kind;
    private final EventLoopGroup group;
    private final IdentityHashMap<EventExecutor, EventLoopLane> lanes = new IdentityHashMap<>();

    private Transport(TransportKind kind, EventLoopGroup group) {
        this.kind = kind;
        this.group = group;
        for (EventExecutor executor : group) {
            lanes.put(executor, new EventLoopLane((EventLoop) executor));
        }
    }

    /// Starts `eventLoops` threads, named after `name`.
    ///
    /// @throws IllegalStateException if the transport asked for cannot be had here; says why
    public static Transport open(TransportKind kind, int eventLoops, String name) {
        TransportKind actual = resolve(kind);
        IoHandlerFactory handlers =
                switch (actual) {
                    case EPOLL -> EpollIoHandler.newFactory();
                    case IO_URING ->
                            IoUringIoHandler.newFactory(
                                    new IoUringIoHandlerConfig()
                                            .setMaxUnboundedWorker(KERNEL_THREADS));
                    case NIO, AUTO -> NioIoHandler.newFactory();
                };
        return new Transport(
                actual,
                new MultiThreadIoEventLoopGroup(
                        eventLoops, new DefaultThreadFactory(name), handlers));
    }

    /// Why a kind cannot be used here; empty if it can.
    public static Optional<String> unavailable(TransportKind kind) {
        return switch (kind) {
            case AUTO, NIO -> Optional.empty();
            case EPOLL ->
                    Epoll.isAvailable()
                            ? Optional.empty()
                            : Optional.of(reason(Epoll.unavailabilityCause()));
            case IO_URING ->
                    IoUring.isAvailable()
                            ? Optional.empty()
                            : Optional.of(reason(IoUring.unavailabilityCause()));
        };
    }

    private static TransportKind resolve(TransportKind kind) {
        if (kind == TransportKind.AUTO) {
            return Epoll.isAvailable() ? TransportKind.EPOLL : TransportKind.NIO;
        }
        Optional<String> why = unavailable(kind);
        if (why.isPresent()) {
            throw new IllegalStateException(
                    "transport " + kind + " cannot be used here: " + why.get());
        }
        return kind;
    }

    /// The innermost cause: the outer ones only say that a library did not load.
    private static String reason(Throwable unavailable) {
        Throwable cause = unavailable;
        for (Throwable next = cause; next != null; next = next.getCause()) {
            cause = next;
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /// What it is: never `AUTO`.
    public TransportKind kind() {
        return kind;
    }

    /// The lane of one of these event loops.
    ///
    /// @throws IllegalArgumentException if the loop is not one of them
    EventLoopLane lane(EventLoop loop) {
        EventLoopLane lane = lanes.get(loop);
        if (lane == null) {
            throw new IllegalArgumentException("not an event loop of this transport: " + loop);
        }
        return lane;
    }

    /// Whether the calling thread is one of the event loops.
    public boolean inEventLoop() {
        return lanes.values().stream().anyMatch(EventLoopLane::inLane);
    }

    /// A bootstrap for listening, complete but for the child handler.
    ///
    /// @param silence how long the kernel may wait for a peer to acknowledge what was sent before it
    ///     gives the connection up: a peer that has vanished does not, and its buffer takes small
    ///     writes for long. Zero: the kernel's own time, many minutes. Not with NIO
    ServerBootstrap serverBootstrap(Duration silence) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group, group)
                        .channel(serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES);
        // Netty turns TCP_NODELAY on by itself.
        switch (kind) {
            case EPOLL ->
                    // Linux has a socket that is accepted inherit them, which saves two system
                    // calls for each.
                    bootstrap
                            .option(LISTENER_NOTSENT_LOWAT, (int) UNSENT_BYTES)
                            .option(LISTENER_USER_TIMEOUT, millis(silence));
            case IO_URING ->
                    bootstrap
                            .childOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
                            .childOption(IoUringChannelOption.TCP_USER_TIMEOUT, millis(silence));
            case NIO, AUTO -> {}
        }
        return bootstrap;
    }

    private static int millis(Duration time) {
        return Math.clamp(time.toMillis(), 0, Integer.MAX_VALUE);
    }

    /// A bootstrap for connecting, complete but for the handler.
    Bootstrap clientBootstrap() {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(group)
                        .channel(clientChannel())
                        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
                        .option(ChannelOption.TCP_NODELAY, true);
        switch (kind) {
            case EPOLL -> bootstrap.option(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
            case IO_URING -> bootstrap.option(IoUringChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
            case NIO, AUTO -> {}
        }
        return bootstrap;
    }

    private Class<? extends ServerChannel> serverChannel() {
        return switch (kind) {
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
            case NIO, AUTO -> NioServerSocketChannel.class;
        };
    }

    Class<? extends Channel> clientChannel() {
        return switch (kind) {
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
            case NIO, AUTO -> NioSocketChannel.class;
        };
    }

    /// Begins a connection's pipeline with what its kind of socket needs, before anything else is in it.
    static void prepare(Channel channel) {
        if (channel instanceof IoUringSocketChannel) {
            channel.pipeline().addFirst(EndWatch.INSTANCE);
        }
    }

    /// Ends the event loops and with them every connection that is left; returns when the threads have
    /// ended, but waits no longer than [#ENDING_MILLIS]: a loop of io_uring waits, before it ends, without a
    /// limit of its own for the kernel to be done with all that was submitted, and that has been seen not to come.
    public void end() {
        if (!group.shutdownGracefully(QUIET_MILLIS, GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(ENDING_MILLIS)) {
            LOG.log(
                    Level.INFO,
                    "An event loop of {0} has not ended within {1} ms, and is not waited for",
                    kind,
                    ENDING_MILLIS);
        }
    }
}
