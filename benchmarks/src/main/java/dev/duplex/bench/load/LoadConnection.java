package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One client connection: asks for the upgrade, then counts messages.
final class LoadConnection extends ChannelInboundHandlerAdapter implements IncomingFrames.Listener {
    /// The example of RFC 6455 §1.3: a fixed key has a fixed answer.
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

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
    private final String greeting;
    private long answers;
    private final StringBuilder response = new StringBuilder();
    private boolean open;
    private boolean closing;

    LoadConnection(int index, Load.Messages load, Pattern pattern, Owner owner, Channel channel) {
        this.index = index;
        this.load = load;
        this.pattern = pattern;
        this.owner = owner;
        this.channel = channel;
        greeting = load.greeting(index);
        frames =
                load.inLines()
                        ? IncomingFrames.ofLines(this, index)
                        : new IncomingFrames(this, index);
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
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                .formatted(load.path(index), "127.0.0.1")
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + KEY
                        + "\r\n"
                        + (load.deflated()
                                ? "Sec-WebSocket-Extensions: permessage-deflate;"
                                        + " server_no_context_takeover; client_no_context_takeover\r\n"
                                : "")
                        + "\r\n";
        write(context.alloc().buffer().writeBytes(request.getBytes(StandardCharsets.US_ASCII)));
        flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (closing) {
                return; // whatever comes beside the server's Close no longer counts
            }
            if (!open) {
                upgrade(in);
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

    private void upgrade(ByteBuf in) {
        while (!open && in.isReadable()) {
            response.append((char) in.readByte());
            if (response.length() >= 4
                    && response.substring(response.length() - 4).equals("\r\n\r\n")) {
                String head = response.toString();
                if (!head.startsWith("HTTP/1.1 101 ") || !head.contains(ACCEPT)) {
                    throw new LoadException(
                            "the server did not upgrade: " + head.lines().findFirst().orElse(""));
                }
                if (load.deflated()
                        && !head.toLowerCase(Locale.ROOT).contains("permessage-deflate")) {
                    throw new LoadException("the server declined permessage-deflate");
                }
                open = true;
                answers = greeting.lines().count();
                if (answers == 0) {
                    owner.opened(this);
                } else {
                    write(OutgoingFrames.text(greeting.getBytes(StandardCharsets.UTF_8)));
                    flush();
                }
            }
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
        if (load.inLines()) {
            lines(number, new String(content, StandardCharsets.UTF_8).lines().toList());
        } else if (!Arrays.equals(content, pattern.expected(number))) {
            throw new LoadException("message " + number + " came back with another content");
        }
    }

    /// Answers to the greeting, then pushes, each with what was published.
    private void lines(long last, List<String> all) {
        long greetings = greeting.lines().count();
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
    public void ping(byte[] payload) {
        write(OutgoingFrames.pong(payload));
        flush();
    }
}
