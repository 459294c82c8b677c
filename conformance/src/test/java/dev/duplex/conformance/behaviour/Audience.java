package dev.duplex.conformance.behaviour;

import dev.duplex.testkit.RawFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Many WebSocket clients that read all they are sent, on one thread. Of what comes they look only at the numbers of
/// publications, [#mark]: each has to be the one after the last.
final class Audience {
    private static final byte MARK = '#';
    private static final int DIGITS = 7;

    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final Thread reader = Thread.ofPlatform().name("audience").unstarted(this::read);
    private volatile long slowest;
    private volatile @Nullable Throwable failure;

    Audience() throws IOException {
        selector = Selector.open();
    }

    /// A publication's number, as it stands somewhere in its payload.
    static String mark(long number) {
        return (char) MARK + String.format("%0" + DIGITS + "d", number);
    }

    /// Opens a connection and sends what is given behind the handshake. Before [#start].
    void join(InetSocketAddress server, byte[] handshake, byte[] frames) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        Member member = new Member(channel);
        members.add(member);
        channel.write(ByteBuffer.wrap(handshake));
        readHead(channel);
        channel.write(ByteBuffer.wrap(frames));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, member);
    }

    private static void readHead(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new AssertionError("the connection ended in the handshake: " + head);
            }
            head.append(new String(one.array(), StandardCharsets.ISO_8859_1));
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("the handshake was not accepted: " + head);
        }
    }

    void start() {
        reader.start();
    }

    /// How many publications the slowest has got.
    long slowest() {
        return slowest;
    }

    /// Waits until every member has got this many publications.
    ///
    /// @throws AssertionError if they have not within `most`, or something else came than the next publication
    void await(long count, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (slowest < count) {
            Throwable failed = failure;
            if (failed != null) {
                throw new AssertionError("a reading member", failed);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "after " + most + " the slowest has " + slowest + " of " + count);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    private void read() {
        ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
        try {
            while (selector.isOpen()) {
                selector.select(key -> take(key, bytes));
                long least = Long.MAX_VALUE;
                for (Member member : members) {
                    least = Math.min(least, member.got);
                }
                slowest = least;
            }
        } catch (IOException | RuntimeException | AssertionError failed) {
            // Told by await; what comes of closing is not asked for any more.
            failure = failed;
        }
    }

    private static void take(SelectionKey key, ByteBuffer bytes) {
        Member member = (Member) key.attachment();
        try {
            if (member.channel.read(bytes.clear()) < 0) {
                throw new AssertionError("the connection of a member that reads has ended");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        member.take(bytes.flip());
    }

    /// Closes all connections, without a word.
    void dismiss() throws IOException, InterruptedException {
        selector.close();
        for (Member member : members) {
            member.channel.close();
        }
        reader.join();
    }

    /// One connection: where it is in a frame, and in a publication's number.
    private static final class Member {
        private final SocketChannel channel;

        /// Bytes that are left of the frame's payload.
        private long payload;

        /// Bytes that are left of the frame's length, -1 before its first byte, -2 before the one behind that.
        private int lengthBytes = -1;

        private long length;

        /// How many digits of a number have come, -1 outside of numbers.
        private int digits = -1;

        private long number;
        private long got;

        Member(SocketChannel channel) {
            this.channel = channel;
        }

        void take(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                if (payload == 0) {
                    header(bytes.get());
                } else {
                    int count = (int) Math.min(payload, bytes.remaining());
                    look(bytes, count);
                    payload -= count;
                }
            }
        }

        private void header(byte next) {
            switch (lengthBytes) {
                case -1 -> {
                    if ((next & 15) == RawFrame.CLOSE) {
                        throw new AssertionError("a member that reads is closed");
                    }
                    lengthBytes = -2;
                    return;
                }
                case -2 -> {
                    length = next;
                    lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
                    if (lengthBytes > 0) {
                        length = 0;
                    }
                }
                default -> {
                    length = (length << 8) | (next & 255);
                    lengthBytes--;
                }
            }
            if (lengthBytes == 0) {
                payload = length;
                lengthBytes = -1;
            }
        }

        private void look(ByteBuffer bytes, int count) {
            for (int i = 0; i < count; i++) {
                byte next = bytes.get();
                if (digits < 0) {
                    if (next == MARK) {
                        digits = 0;
                        number = 0;
                    }
                } else {
                    number = 10 * number + next - '0';
                    if (++digits == DIGITS) {
                        digits = -1;
                        came();
                    }
                }
            }
        }

        private void came() {
            if (number != got + 1) {
                throw new AssertionError("publication " + number + " came after " + got);
            }
            got = number;
        }
    }
}
