package dev.duplex.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection on a socket of epoll's, with nothing in between: after the handshake nothing of a
/// channel is needed but the socket, and the channel with its pipeline takes 1.2 kB.
///
/// It reads into one buffer of its loop, is told by level what there is to do, and has a queue only while the kernel
/// takes no more. Used on the event loop only.
final class SocketWire implements Wire, EpollIoHandle, GoingAway {
    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    /// Reads, and writes, in a row; then other connections have their turn.
    private static final int IN_A_ROW = 16;

    /// What is told in any case; for nothing at all the socket would be taken from the loop.
    private static final EpollIoOps BROKEN = EpollIoOps.EPOLLERR;

    private static final EpollIoOps ONLY_END = EpollIoOps.EPOLLRDHUP;
    private static final EpollIoOps IN = ONLY_END.with(EpollIoOps.EPOLLIN);
    private static final EpollIoOps OUT = ONLY_END.with(EpollIoOps.EPOLLOUT);
    private static final EpollIoOps IN_OUT = IN.with(EpollIoOps.EPOLLOUT);
    private static final int IN_BIT = EpollIoOps.EPOLLIN.value();
    private static final int OUT_BIT = EpollIoOps.EPOLLOUT.value();

    /// What is said about reading: nothing is read, and the kernel knows.
    private static final byte OFF = 0;

    /// Nothing is read, and the kernel will know when it next says that there is something: until then reading is often on again,
    /// and two system calls are saved.
    private static final byte TO_BE_OFF = 1;

    private static final byte ON = 2;

    /// The peer has ended its side, and all that it sent has been read: nothing is left but to notice that the connection breaks.
    private static final byte OVER = 3;

    private static final byte OUTPUT = 1;
    private static final byte BOTH = 2;

    private final WebSocketConnection connection;
    private final Socket socket;
    private final Admitted admitted;

    /// The channel that the socket is taken from, until that has happened.
    private @Nullable Channel channel;

    /// With the event loop; since it has happened.
    private @Nullable IoRegistration registration;

    /// What goes out next, and what goes out behind it.
    private @Nullable ByteBuf first;

    private @Nullable ArrayDeque<ByteBuf> rest;

    private long pending;

    /// How much has gone out, and had at the last look; both may overflow.
    private int sent;

    private int sentThen;

    /// [#OFF], [#TO_BE_OFF], [#ON] or [#OVER].
    private byte reading;

    private boolean roomAwaited;

    /// Which of its sides have ended or are about to: none, [#OUTPUT], [#BOTH]. One byte less than two fields, and eight of the object.
    private byte ends;

    private boolean closed;

    private SocketWire(
            WebSocketConnection connection, EpollSocketChannel channel, Admitted admitted) {
        this.connection = connection;
        this.socket = (Socket) channel.fd();
        this.admitted = admitted;
        this.channel = channel;
        reading = connection.isReading() ? ON : OFF;
    }

    /// Takes the socket from the channel, if that is one of epoll's without anything between it and the connection,
    /// and nothing waits in it.
    ///
    /// @return whether it does
    static boolean takeSocket(Channel channel, ChannelWire wire, Admitted admitted) {
        WebSocketConnection connection = wire.connection();
        if (channel instanceof EpollSocketChannel plain
                && plain.isActive()
                && wire.isAlone()
                && connection.isOpen()
                && isEmpty(plain.unsafe().outboundBuffer())) {
            SocketWire socket = new SocketWire(connection, plain, admitted);
            connection.carriedBy(socket);
            plain.closeFuture().addListener(_ -> socket.leave());
            plain.deregister().addListener(_ -> socket.register(plain));
            return true;
        }
        return false;
    }

    private static boolean isEmpty(@Nullable ChannelOutboundBuffer queue) {
        return queue != null && queue.isEmpty() && queue.totalPendingWriteBytes() == 0;
    }

    /// The channel has closed the socket, and has said so, before the loop had this one registered in its place. Nothing may be sent from here on: the number of
    /// the socket is the next one's.
    private void leave() {
        closed = true;
        releaseQueue();
    }

    /// The channel's registration has ended; what it has read until then it has given to the connection.
    private void register(Channel left) {
        channel = null;
        if (!left.isOpen()) {
            return;
        }
        admitted.movedTo(this);
        Future<IoRegistration> registered = loop().register(this);
        if (registered.isSuccess()) {
            registration = registered.getNow();
            await();
        } else {
            broken(registered.cause());
        }
    }

    private IoEventLoop loop() {
        return (IoEventLoop) connection.lane().loop();
    }

    /// Tells the loop what is waited for.
    private void await() {
        if (registration != null && !closed) {
            registration.submit(ops());
        }
    }

    private EpollIoOps ops() {
        if (ends == BOTH) {
            // Its end would be told over and over.
            return EpollIoOps.EPOLLOUT;
        }
        if (reading == OVER) {
            return roomAwaited ? EpollIoOps.EPOLLOUT : BROKEN;
        }
        return reading != OFF ? roomAwaited ? IN_OUT : IN : roomAwaited ? OUT : ONLY_END;
    }

    // --- what the loop says

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        int ops = ((EpollIoEvent) event).ops().value();
        try {
            if ((ops & OUT_BIT) != 0 && !closed) {
                send();
                connection.flushed();
            }
            boolean ending = (ops & ~(IN_BIT | OUT_BIT)) != 0;
            if (ends == BOTH || reading == OVER) {
                if (ending) {
                    close();
                }
            } else if ((reading == ON || ending) && !closed) {
                receive(ending);
            } else if (reading == TO_BE_OFF && (ops & IN_BIT) != 0) {
                reading = OFF;
                await();
            }
        } catch (IOException | RuntimeException | Error e) {
            broken(e);
        }
    }

    /// @param ending the peer has ended its side, or the connection is broken: what there is is read to its end, even if
    ///     reading is off
    private void receive(boolean ending) throws IOException {
        ByteBuf in = LoopState.current().input();
        boolean ended = false;
        try {
            boolean more = true;
            for (int n = 0; more && n < IN_A_ROW && (reading == ON || ending) && !closed; n++) {
                in.clear();
                ByteBuffer room = in.internalNioBuffer(0, in.capacity());
                int bytes = socket.recv(room, room.position(), room.limit());
                if (bytes > 0) {
                    in.writerIndex(bytes);
                    connection.received(in);
                }
                ended = bytes < 0 || (bytes == 0 && ending);
                more = !ended && (bytes == in.capacity() || ending);
            }
        } finally {
            // What was answered goes out: who has ended its side may still read.
            connection.receivedAll();
        }
        if (ended && !connection.inputEnded()) {
            reading = OVER;
            await();
        }
    }

    private void broken(Throwable cause) {
        Ending.log(LOG, connection, cause);
        close();
    }

    // --- what the connection wants

    @Override
    public void write(ByteBuf bytes) {
        if (closed || ends != 0 || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        ByteBuf direct = bytes;
        if (!bytes.isDirect() || bytes.nioBufferCount() != 1) {
            direct = Transport.ALLOCATOR.directBuffer(bytes.readableBytes()).writeBytes(bytes);
            bytes.release();
        }
        pending += direct.readableBytes();
        if (first == null) {
            first = direct;
        } else {
            if (rest == null) {
                rest = new ArrayDeque<>(4);
            }
            rest.add(direct);
        }
    }

    @Override
    public void flush() {
        if (roomAwaited || closed) {
            return;
        }
        try {
            send();
        } catch (IOException | NotYetConnectedException e) {
            broken(e);
        }
    }

    private void send() throws IOException {
        for (int turns = 0; first != null; turns++) {
            if (turns == IN_A_ROW || !sendSome(first, rest)) {
                awaitRoom(true);
                return;
            }
        }
        rest = null;
        awaitRoom(false);
        if (ends == BOTH) {
            close();
        } else if (ends == OUTPUT) {
            shutdownOutput();
        }
    }

    /// @return whether the kernel took all that it was offered
    private boolean sendSome(ByteBuf head, @Nullable ArrayDeque<ByteBuf> behind)
            throws IOException {
        return (behind == null || behind.isEmpty()) ? sendOne(head) : sendTogether(head, behind);
    }

    private boolean sendOne(ByteBuf bytes) throws IOException {
        int offered = bytes.readableBytes();
        int taken;
        if (bytes.hasMemoryAddress()) {
            taken =
                    socket.sendAddress(
                            bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
        } else {
            ByteBuffer buffer = bytes.internalNioBuffer(bytes.readerIndex(), offered);
            taken = socket.send(buffer, buffer.position(), buffer.limit());
        }
        taken(taken);
        return taken == offered;
    }

    /// As many as go into one call.
    private boolean sendTogether(ByteBuf head, ArrayDeque<ByteBuf> behind) throws IOException {
        @Nullable ByteBuffer[] all = LoopState.current().together();
        Iterator<ByteBuf> more = behind.iterator();
        long offered = 0;
        int count = 0;
        for (ByteBuf next = head; next != null; ) {
            all[count++] = next.internalNioBuffer(next.readerIndex(), next.readableBytes());
            offered += next.readableBytes();
            next = (more.hasNext() && count < all.length) ? more.next() : null;
        }
        long taken = socket.writev(all, 0, count, offered);
        Arrays.fill(all, 0, count, null);
        taken(taken);
        return taken == offered;
    }

    private void taken(long bytes) {
        sent += (int) bytes;
        pending -= bytes;
        long left = bytes;
        while (left > 0 && first != null) {
            int some = (int) Math.min(left, first.readableBytes());
            first.skipBytes(some);
            left -= some;
            if (!first.isReadable()) {
                first.release();
                first = rest == null ? null : rest.poll();
            }
        }
    }

    private void awaitRoom(boolean awaited) {
        if (roomAwaited != awaited) {
            roomAwaited = awaited;
            await();
        }
    }

    @Override
    public long pending() {
        return pending;
    }

    @Override
    public void awaitWritten() {
        flush();
        if (pending == 0 && !closed) {
            connection.flushed();
        }
    }

    @Override
    public boolean stalled() {
        boolean same = sent == sentThen;
        sentThen = sent;
        return same && pending > 0;
    }

    @Override
    public void read(boolean on) {
        byte before = reading;
        if (before == OVER) {
            return;
        }
        reading = on ? ON : before == ON ? TO_BE_OFF : before;
        if (on && before == OFF) {
            await();
        }
    }

    @Override
    public void endOutput() {
        if (ends != 0 || closed) {
            return;
        }
        flush();
        ends = OUTPUT;
        if (first == null && !closed) {
            shutdownOutput();
        }
    }

    /// Closes: that saves a system call for ending this side, and a turn of the loop in which the end of the other is read. Who
    /// sends something behind its Close, against the RFC, is told by a reset, behind our own Close and the end of this side.
    @Override
    public void endOutputAfterClose() {
        if (ends == 0 && !closed) {
            closeBehind();
        }
    }

    @Override
    public void closeBehind() {
        flush();
        if (first == null) {
            close();
            return;
        }
        ends = BOTH;
        reading = OFF;
        await();
    }

    private void shutdownOutput() {
        try {
            socket.shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) {
            // The peer has reset the connection.
            broken(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        releaseQueue();
        connection.lost();
        if (channel != null) {
            // It says to the connection, and to who has admitted it, that it has gone.
            channel.close();
            return;
        }
        if (registration != null) {
            registration.cancel();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} could not be closed: {1}", connection, e);
        }
        try {
            loop().execute(this::ended);
        } catch (RejectedExecutionException _) {
            ended();
        }
    }

    private void ended() {
        connection.gone();
        admitted.ended();
    }

    private void releaseQueue() {
        if (first != null) {
            first.release();
            first = null;
        }
        if (rest != null) {
            rest.forEach(ByteBuf::release);
            rest = null;
        }
        pending = 0;
    }

    @Override
    public void goAway() {
        connection.goAway();
    }

    @Override
    public void depart() {
        connection.goAway();
    }

    /// The loop that is its own.
    IoEventLoop eventLoop() {
        return loop();
    }
}
