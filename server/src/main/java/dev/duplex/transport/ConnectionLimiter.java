package dev.duplex.transport;

import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.session.Admission;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts open connections, in all and per address, and knows them. Thread-safe.
final class ConnectionLimiter {
    private final Admission admission;
    private final ServerObserver observer;
    private final Set<Admitted> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile boolean closing;

    /// What became of a connection that came.
    sealed interface Entrance permits Admitted, Refusal {}

    /// @param observer hears of each
    ConnectionLimiter(Limits limits, ServerObserver observer) {
        this.observer = observer;
        admission = new Admission(limits.connections(), limits.connectionsPerAddress());
    }

    /// Takes a connection into the count until it closes, or says why not.
    Entrance admit(Channel channel, InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        Admission.Verdict verdict = admission.admit(address);
        return switch (verdict) {
            case TOO_MANY -> tooMany();
            case TOO_MANY_OF_ADDRESS ->
                    refuse(Refusal.TOO_MANY_OF_ADDRESS, ServerObserver.Refusal.TOO_MANY_OF_ADDRESS);
            case ADMITTED -> opened(new Admitted(this, address, channel), channel);
        };
    }

    /// The same of a trusted proxy's connection: it counts in all, and those for whom it asks by themselves ([#admitClient]).
    Entrance admitProxy(Channel channel) {
        if (!admission.admitUnnamed()) {
            return tooMany();
        }
        return opened(new Admitted(this, null, channel), channel);
    }

    /// Counts what a proxy does for a client, until [#releaseClient].
    ///
    /// @return whether that one has not as much as an address may have
    boolean admitClient(InetAddress client) {
        return admission.admitAddress(client);
    }

    void releaseClient(InetAddress client) {
        admission.releaseAddress(client);
    }

    private Admitted opened(Admitted connection, Channel channel) {
        open.add(connection);
        observer.connectionOpened();
        channel.closeFuture().addListener(connection);
        return connection;
    }

    /// An admitted connection has ended.
    ///
    /// @param address whose it counted as; null: of a proxy
    void gone(Admitted connection, @Nullable InetAddress address) {
        open.remove(connection);
        observer.connectionClosed();
        if (address == null) {
            admission.releaseUnnamed();
        } else {
            admission.release(address);
        }
        drainedIfClosing();
    }

    private Refusal tooMany() {
        return refuse(Refusal.TOO_MANY_CONNECTIONS, ServerObserver.Refusal.TOO_MANY);
    }

    /// One that was refused was counted for a moment.
    private Refusal refuse(Refusal refusal, ServerObserver.Refusal why) {
        observer.connectionRefused(why);
        drainedIfClosing();
        return refusal;
    }

    private void drainedIfClosing() {
        if (closing && admission.total() == 0) {
            drained.complete(null);
        }
    }

    int connections() {
        return open.size();
    }

    /// One of them has become a session's.
    void sessionBegan() {
        sessions.incrementAndGet();
    }

    /// A session's has ended.
    void sessionEnded() {
        sessions.decrementAndGet();
    }

    /// How many of them carry a WebSocket session.
    int sessions() {
        return sessions.get();
    }

    Set<Admitted> open() {
        return open;
    }

    /// Completed when the last connection has gone; no new ones are expected.
    CompletableFuture<Void> drained() {
        closing = true;
        drainedIfClosing();
        return drained;
    }
}
