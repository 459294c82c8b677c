package dev.duplex.transport;

import dev.duplex.Limits;
import dev.duplex.transport.ConnectionTimer.Wait;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How connections end: in a way that lets the peer read the last response, and without noise.
final class Ending {
    /// How long the peer may take to read a last response and close.
    static final Duration LINGER = Duration.ofSeconds(2);

    /// How much of what the peer still sends is taken meanwhile, over HTTP and by a WebSocket alike;
    /// with more, the connection is closed at once.
    static final int MAX_DISCARDED_BYTES = 1 << 20;

    private Ending() {}

    /// Closes after the peer has, or when it takes too long. A plain close with bytes unread would
    /// make the kernel send a reset, which throws away the response in the peer's buffer (RFC 9112
    /// §9.6). The caller discards what comes.
    static void linger(Channel channel, ConnectionTimer timer, Limits limits) {
        Duration most = limits.closeTimeout();
        timer.set(Wait.LINGER, most.compareTo(LINGER) < 0 && !most.isZero() ? most : LINGER);
        channel.config().setAutoRead(true);
        endOutput(channel);
    }

    /// As [#linger], for a connection that has no timer.
    static void linger(Channel channel) {
        var closing =
                channel.eventLoop()
                        .schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> closing.cancel(false));
        channel.config().setAutoRead(true);
        endOutput(channel);
    }

    /// Ends this side of the connection behind everything that was written to it, TLS first.
    static void endOutput(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> {
                    SslHandler tls = channel.pipeline().get(SslHandler.class);
                    if (tls == null) {
                        endSocketOutput(channel);
                    } else {
                        tls.closeOutbound().addListener(_ -> endSocketOutput(channel));
                    }
                });
    }

    private static void endSocketOutput(Channel channel) {
        if (channel instanceof DuplexChannel socket && channel.isActive()) {
            socket.shutdownOutput();
        } else {
            channel.close();
        }
    }

    /// Logs what broke a connection: what peers and networks do at DEBUG, everything else as the bug
    /// that it is.
    static void log(Logger log, Object connection, Throwable cause) {
        boolean ordinary =
                cause instanceof IOException
                        // What a socket without a channel says of one that its peer has reset.
                        || cause instanceof NotYetConnectedException
                        || (cause instanceof DecoderException
                                && cause.getCause() instanceof IOException);
        if (ordinary) {
            log.log(Level.DEBUG, "{0} broke: {1}", connection, cause);
        } else {
            log.log(Level.ERROR, "the connection " + connection + " failed", cause);
        }
    }
}
