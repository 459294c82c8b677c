package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One client connection: asks for the upgrade, then counts messages.
final class LoadConnection extends ChannelInboundHandlerAdapter
        implements IncomingFrames.Listener, NatsMessages.Listener {
    private static final byte[] NATS_PONG = "PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    /// Whom a connection tells how it fares.
    interface Owner {
        void opened(LoadConnection connection);

        void closed(LoadConnection connection);

        void failed(Throwable cause);
    }

    private final int index;
    private final Load.Messages load;
    private final Pattern pattern;
    private final Owner owner;
    private final Channel channel;
    private final IncomingFrames frames;
    private final UpgradeHead head;
    private final String greeting;
    private long answers;
    private boolean open;
    private boolean closing;

    LoadConnection(int index, Load.Messages load, Pattern pattern, Owner owner, Channel channel) {
        this.index = index;
        this.load = load;
        this.pattern = pattern;
        this.owner = owner;
        this.channel = channel;
        greeting = load.greeting(index);
        head = new UpgradeHead(load.deflated());
        frames =
                switch (load.form()) {
                    case WHOLE -> new IncomingFrames(this, index);
                    case LINES -> IncomingFrames.ofLines(this, index);
                    case NATS -> IncomingFrames.around(new NatsMessages(this, index)::read, this);
                };
    }

    /// Counts connections from 0.
    int index() {
        return index;
    }

    /// Queues frames; takes the buffer over.
    void write(ByteBuf bytes) {
        var _ = channel.write(bytes, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    /// Does something on the event loop as soon as what there is to read has been read.
    void soon(Runnable action) {
        // One with a delay: those without are done before the next look at the sockets.
        var _ = channel.eventLoop().schedule(action, 1, TimeUnit.NANOSECONDS);
    }

    /// Tells its owner that there is no going on.
    void fail(Throwable cause) {
        owner.failed(cause);
    }

    /// Sends a Close; the server ends the connection after its own.
    void close() {
        closing = true;
        write(OutgoingFrames.close());
        flush();
    }

    /// Ends the connection without waiting for the server.
    void abort() {
        closing = true;
        var _ = channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        write(Unpooled.wrappedBuffer(head.request(load.path(index))));
        flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (closing) {
                return; // whatever comes beside the server's Close no longer counts
            }
            if (!open && head.read(in)) {
                upgraded();
            }
            if (open) {
                long now = System.nanoTime();
                long before = frames.messages();
                frames.read(in);
                int count = greeted((int) (frames.messages() - before));
                if (count > 0) {
                    pattern.arrived(this, count, now);
                }
            }
        } finally {
            in.release();
        }
    }

    /// Of so many messages those that are not answers to the greeting.
    private int greeted(int count) {
        int greeted = (int) Math.min(count, answers);
        answers -= greeted;
        if (greeted > 0 && answers == 0) {
            owner.opened(this);
        }
        return count - greeted;
    }

    private void upgraded() {
        open = true;
        answers = load.answers(index);
        if (greeting.isEmpty() && load instanceof Load.ToAll) {
            // A server may answer the upgrade before it has the connection among those whom it
            // sends to. A ping is read after that.
            write(OutgoingFrames.ping());
            flush();
        } else if (greeting.isEmpty()) {
            owner.opened(this);
        } else {
            byte[] text = greeting.getBytes(StandardCharsets.UTF_8);
            write(load.deflated() ? OutgoingFrames.deflatedText(text) : OutgoingFrames.text(text));
            flush();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (open && !closing) {
            pattern.batchEnd(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            owner.failed(
                    new LoadException(
                            "connection " + index + (open ? " was lost" : " was not opened")));
        }
        owner.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!closing) {
            owner.failed(cause);
        }
    }

    @Override
    public void content(long number, byte[] content) {
        if (load.form() == Load.Form.LINES) {
            lines(number, new String(content, StandardCharsets.UTF_8).lines().toList());
        } else if (!Arrays.equals(content, expected(number - load.answers(index)))) {
            throw new LoadException("message " + number + " came back with another content");
        }
    }

    /// What is greeted in whole messages comes back.
    private byte[] expected(long number) {
        return number < 0 ? greeting.getBytes(StandardCharsets.UTF_8) : pattern.expected(number);
    }

    @Override
    public void askedForPong() {
        write(OutgoingFrames.text(NATS_PONG));
        flush();
    }

    /// Answers to the greeting, then pushes, each with what was published.
    private void lines(long last, List<String> all) {
        long greetings = load.answers(index);
        for (int i = 0; i < all.size(); i++) {
            long number = last + 1 - all.size() + i;
            String wanted =
                    number < greetings
                            ? "\"id\":" + (number + 1)
                            : "\"data\":"
                                    + new String(
                                            pattern.expected(number - greetings),
                                            StandardCharsets.UTF_8);
            if (!all.get(i).contains(wanted) || all.get(i).contains("\"error\"")) {
                throw new LoadException(
                        "message %d is %s, without %s".formatted(number, all.get(i), wanted));
            }
        }
    }

    @Override
    public void pong() {
        owner.opened(this);
    }

    @Override
    public void ping(byte[] payload) {
        write(OutgoingFrames.pong(payload));
        flush();
    }
}
