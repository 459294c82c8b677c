package dev.duplex.transport;

import dev.duplex.http.Headers;
import dev.duplex.http.Request;
import dev.duplex.session.Keepable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request's head as handlers see it. Holds nothing of the connection, and outlives it.
final class RequestHead implements Request, Keepable {
    /// Where a connection's bytes come from and go to.
    record Link(InetSocketAddress remote, InetSocketAddress local, boolean secure) {
        /// The same, used by a proxy for a client.
        Link of(InetSocketAddress client) {
            return new Link(client, local, secure);
        }
    }

    private final String method;
    private final String target;
    private final RequestTarget parsed;
    private final Map<String, String> pathParameters;
    private final Headers headers;
    private final Link link;
    private volatile @Nullable Map<String, List<String>> query;
    private @Nullable Request kept;

    RequestHead(
            String method,
            String target,
            RequestTarget parsed,
            Map<String, String> pathParameters,
            Headers headers,
            Link link) {
        this.method = method;
        this.target = target;
        this.parsed = parsed;
        this.pathParameters = pathParameters;
        this.headers = headers;
        this.link = link;
    }

    @Override
    public synchronized Request kept() {
        Request made = kept;
        if (made == null) {
            made = KeptRequest.of(this);
            kept = made;
        }
        return made;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return parsed.path();
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Map<String, String> pathParameters() {
        return pathParameters;
    }

    @Override
    public Optional<String> query(String name) {
        List<String> values = queryAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    @Override
    public List<String> queryAll(String name) {
        Map<String, List<String>> decoded = query;
        if (decoded == null) {
            decoded = parsed.parameters();
            query = decoded;
        }
        return List.copyOf(decoded.getOrDefault(name, List.of()));
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean secure() {
        return link.secure();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return link.remote();
    }

    @Override
    public InetSocketAddress localAddress() {
        return link.local();
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
