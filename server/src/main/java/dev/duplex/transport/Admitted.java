package dev.duplex.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection that was admitted, until it ends, whatever carries it: a channel, or later its socket alone.
final class Admitted implements ChannelFutureListener, ConnectionLimiter.Entrance {
    private static final System.Logger LOG = System.getLogger(Admitted.class.getName());

    private final ConnectionLimiter limiter;

    /// Whose it counts as; null: of a proxy.
    private final @Nullable InetAddress address;

    private volatile @Nullable Channel channel;
    private volatile @Nullable SocketWire socket;

    /// On the event loop only.
    private @Nullable ProxiedClients proxied;

    /// On the event loop only.
    private boolean session;

    /// Written on the event loop.
    private volatile boolean lasting;

    /// @param address whose it counts as; null: of a proxy
    Admitted(ConnectionLimiter limiter, @Nullable InetAddress address, Channel channel) {
        this.limiter = limiter;
        this.address = address;
        this.channel = channel;
    }

    /// It is a proxy's, which has clients.
    void proxies(ProxiedClients clients) {
        proxied = clients;
    }

    /// From now on it carries a WebSocket session. Called once, on its event loop.
    void carriesSession() {
        session = true;
        lasting = true;
        limiter.sessionBegan();
    }

    /// Whether it carries something that lasts now, until it carries a session. Called on its event loop.
    void carriesWhatLasts(boolean lasts) {
        lasting = lasts;
    }

    /// Whether it carries a session, or a response whose handler would go on for as long as the server does: something that its client would look for
    /// elsewhere. Any thread.
    boolean isLasting() {
        return lasting;
    }

    /// The channel is not needed any more.
    void movedTo(SocketWire moved) {
        socket = moved;
        channel = null;
    }

    /// The channel has closed.
    @Override
    public void operationComplete(ChannelFuture closed) {
        ended();
    }

    /// The connection has. Called once, on its event loop.
    void ended() {
        if (session) {
            limiter.sessionEnded();
        }
        limiter.gone(this, address);
        if (proxied != null) {
            proxied.ended();
        }
    }

    /// Tells it, on its event loop, that the server stops. Any thread.
    void goAway() {
        loop().execute(() -> tell(GoingAway::goAway));
    }

    /// Tells it, on its event loop, that its turn to be drained has come. Any thread.
    void depart() {
        try {
            loop().execute(() -> tell(GoingAway::depart));
        } catch (RejectedExecutionException e) {
            // The server was closed meanwhile.
            LOG.log(Level.DEBUG, "a connection had gone before its turn came", e);
        }
    }

    private EventLoop loop() {
        Channel carrier = channel;
        SocketWire moved = socket;
        if (carrier != null) {
            return carrier.eventLoop();
        }
        if (moved == null) {
            throw new IllegalStateException("neither a channel nor a socket");
        }
        return moved.eventLoop();
    }

    private void tell(Consumer<GoingAway> news) {
        if (socket != null) {
            news.accept(socket);
        } else if (channel != null) {
            for (Map.Entry<String, ChannelHandler> handler : channel.pipeline()) {
                if (handler.getValue() instanceof GoingAway going) {
                    news.accept(going);
                }
            }
        }
    }
}
