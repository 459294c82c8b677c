package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A connection of [Load.Visits]: upgrade, greeting, answer, Close; it counts when the server has ended it.
final class VisitConnection extends ChannelInboundHandlerAdapter
        implements BriefConnection, IncomingFrames.Listener {
    private final Owner owner;
    private final Load.Visits visits;
    private final UpgradeHead head = new UpgradeHead(false);
    private final IncomingFrames frames = new IncomingFrames(this, 0, 1);
    private final long begunAt = System.nanoTime();
    private @Nullable ChannelHandlerContext context;
    private boolean open;
    private boolean answered;

    VisitConnection(Owner owner, Load.Visits visits) {
        this.owner = owner;
        this.visits = visits;
    }

    @Override
    public long begunAt() {
        return begunAt;
    }

    private void send(ByteBuf bytes) {
        if (context != null) {
            var _ = context.writeAndFlush(bytes, context.voidPromise());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        send(Unpooled.wrappedBuffer(head.request(visits.path())));
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!open && head.read(in)) {
                open = true;
                send(OutgoingFrames.text(visits.greeting().getBytes(StandardCharsets.UTF_8)));
            }
            if (open && !answered) {
                frames.read(in);
            }
        } finally {
            in.release();
        }
    }

    /// What comes besides, such as news of other visitors, is read and passed over.
    @Override
    public void content(long number, byte[] content) {
        if (!answered && new String(content, StandardCharsets.UTF_8).contains(visits.answer())) {
            answered = true;
            send(OutgoingFrames.close());
        }
    }

    @Override
    public void ping(byte[] payload) {
        send(OutgoingFrames.pong(payload));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (answered) {
            owner.served(this);
        } else {
            owner.failed(
                    new LoadException(
                            open
                                    ? "the server did not answer " + visits.greeting()
                                    : "the server did not upgrade"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        owner.failed(cause);
        var _ = failed.close();
    }
}
