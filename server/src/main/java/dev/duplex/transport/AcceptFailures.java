package dev.duplex.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Says that a listening socket cannot accept, and what to do about it: once in a while, as long as that lasts. It stands behind what accepts, which has paused for
/// a second by then.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(AcceptFailures.class.getName());
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private long next;

    AcceptFailures() {
        this(System::nanoTime);
    }

    AcceptFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            ctx.fireExceptionCaught(cause);
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + QUIET_NANOS;
        LOG.log(
                Level.ERROR,
                "Nobody new is served at {0}, for the system lets no connection be accepted ({1}): if no file descriptor is left, raise the hard limit of"
                        + " open files (ulimit -Hn, LimitNOFILE of systemd, nofile of a container), and start again",
                ctx.channel().localAddress(),
                cause.getMessage());
    }
}
