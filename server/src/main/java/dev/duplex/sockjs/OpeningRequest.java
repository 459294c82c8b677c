package dev.duplex.sockjs;

import dev.duplex.http.Headers;
import dev.duplex.http.Request;
import dev.duplex.session.Keepable;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The request that opened a session, as the endpoint sees it: at the endpoint's own path, without
/// what the protocol put behind that. An endpoint does not learn what carries its sessions, and the
/// session's name on the wire is nobody's business but the protocol's (`SessionURLs`).
record OpeningRequest(Request request, String path, Map<String, String> pathParameters)
        implements Request, Keepable {
    /// @param pattern the endpoint's path, perhaps with placeholders
    static OpeningRequest of(Request request, String pattern) {
        Map<String, String> parameters = new HashMap<>(request.pathParameters());
        parameters.remove(Urls.SERVER);
        parameters.remove(Urls.SESSION);
        parameters.remove(Urls.LAST);
        return new OpeningRequest(request, Urls.fill(pattern, parameters), Map.copyOf(parameters));
    }

    @Override
    public Request kept() {
        return new OpeningRequest(Keepable.kept(request), path, pathParameters);
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String target() {
        return request.target();
    }

    @Override
    public Optional<String> query(String name) {
        return request.query(name);
    }

    @Override
    public List<String> queryAll(String name) {
        return request.queryAll(name);
    }

    @Override
    public Headers headers() {
        return request.headers();
    }

    @Override
    public boolean secure() {
        return request.secure();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return request.localAddress();
    }
}
