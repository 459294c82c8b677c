package dev.duplex.transport;

import dev.duplex.TrustedProxies;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// For whom a trusted proxy uses one connection: one request after the other, each perhaps another client's. A client is counted while its request is at work, or, if
/// it became a WebSocket, until the connection ends. Touched on the connection's event loop.
final class ProxiedClients {
    private final TrustedProxies proxies;
    private final InetSocketAddress proxy;
    private final ConnectionLimiter limiter;
    private @Nullable InetAddress counted;
    private boolean gone;

    ProxiedClients(TrustedProxies proxies, InetSocketAddress proxy, ConnectionLimiter limiter) {
        this.proxies = proxies;
        this.proxy = proxy;
        this.limiter = limiter;
    }

    /// A request has come.
    ///
    /// @return whose it is, which is counted until [#left]; empty if that one has as much as an address may have
    Optional<InetSocketAddress> came(HttpHeaders fields) {
        left();
        InetSocketAddress client = proxies.client(proxy, fields.getAll(proxies.header()));
        if (gone) {
            // What had been read before is still looked at, and nobody is left to count for.
            return Optional.of(client);
        }
        if (!limiter.admitClient(client.getAddress())) {
            return Optional.empty();
        }
        counted = client.getAddress();
        return Optional.of(client);
    }

    /// The connection is gone.
    void ended() {
        gone = true;
        left();
    }

    /// It has been answered.
    void left() {
        if (counted != null) {
            limiter.releaseClient(counted);
            counted = null;
        }
    }
}
