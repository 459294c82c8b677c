package dev.duplex.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The head of an HTTP request, as a handler sees it.
public interface Request {
    /// `GET`, `POST`, …, as sent.
    String method();

    /// The path, percent-decoded, without the query.
    String path();

    /// The request target as it was sent.
    String target();

    /// What the route's `{name}` placeholders stand for, percent-decoded. Of a route that ends with
    /// `/*`, the rest of the path is under `*`, without its leading slash.
    Map<String, String> pathParameters();

    /// The first value of a query parameter, decoded.
    Optional<String> query(String name);

    /// Every value of a query parameter, decoded, in order.
    List<String> queryAll(String name);

    Headers headers();

    /// Whether the request came over TLS.
    boolean secure();

    /// The peer's address; of a request by a trusted proxy ([dev.duplex.TrustedProxies]) its client's, with port 0 if that was not said.
    InetSocketAddress remoteAddress();

    /// The address the peer reached.
    InetSocketAddress localAddress();
}
