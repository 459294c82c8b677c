package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// A connection that lives for one request. The server is asked to end it: it then has finished the
/// handshake on its side too when the connection counts, and this side, which ends second, has its
/// port free at once for the next.
final class HandshakeConnection extends ChannelInboundHandlerAdapter implements BriefConnection {
    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final String OK = "HTTP/1.1 200 ";
    private static final String BODY = "\r\n\r\nhello";
    private static final int LONGEST_RESPONSE = 4096;

    private final Owner owner;
    private final long begunAt = System.nanoTime();
    private final StringBuilder response = new StringBuilder();

    HandshakeConnection(Owner owner) {
        this.owner = owner;
    }

    @Override
    public long begunAt() {
        return begunAt;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        // TLS keeps it until the handshake is done.
        var _ = context.writeAndFlush(context.alloc().buffer().writeBytes(REQUEST));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            response.append(in.toString(StandardCharsets.US_ASCII));
            if (response.length() > LONGEST_RESPONSE) {
                throw new LoadException("the server answered more than was asked for");
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String text = response.toString();
        if (text.startsWith(OK) && text.endsWith(BODY)) {
            owner.served(this);
        } else {
            owner.failed(
                    new LoadException(
                            "the server did not answer: " + text.lines().findFirst().orElse("")));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        owner.failed(cause);
        var _ = context.close();
    }
}
