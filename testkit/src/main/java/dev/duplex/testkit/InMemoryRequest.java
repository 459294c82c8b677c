package dev.duplex.testkit;

import dev.duplex.http.Headers;
import dev.duplex.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request that nobody sent. Immutable: the `with…` methods make others.
///
/// @param method `GET`, for sessions begin with that
/// @param target the path and query, as on the wire
/// @param pathParameters what a route would have found in the path
/// @param fields header fields, each name in lower case
public record InMemoryRequest(
        String method,
        String target,
        Map<String, String> pathParameters,
        Map<String, List<String>> fields)
        implements Request {

    public InMemoryRequest {
        pathParameters = Map.copyOf(pathParameters);
        fields = Map.copyOf(fields);
    }

    /// A `GET` for a path, perhaps with a query; neither needs decoding.
    public static InMemoryRequest of(String target) {
        return new InMemoryRequest("GET", target, Map.of(), Map.of());
    }

    /// The same with one path parameter more.
    public InMemoryRequest withPathParameter(String name, String value) {
        Map<String, String> more = new HashMap<>(pathParameters);
        more.put(name, value);
        return new InMemoryRequest(method, target, more, fields);
    }

    /// The same with one header field more.
    public InMemoryRequest withHeader(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(fields);
        List<String> values =
                new ArrayList<>(more.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        values.add(value);
        more.put(name.toLowerCase(Locale.ROOT), List.copyOf(values));
        return new InMemoryRequest(method, target, pathParameters, more);
    }

    @Override
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    @Override
    public List<String> queryAll(String name) {
        int query = target.indexOf('?');
        if (query < 0) {
            return List.of();
        }
        return List.of(target.substring(query + 1).split("&", -1)).stream()
                .filter(it -> it.startsWith(name + "="))
                .map(it -> it.substring(name.length() + 1))
                .toList();
    }

    @Override
    public Headers headers() {
        return new Headers() {
            @Override
            public Optional<String> first(String name) {
                return all(name).stream().findFirst();
            }

            @Override
            public List<String> all(String name) {
                return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            }

            @Override
            public List<String> names() {
                return List.copyOf(fields.keySet());
            }
        };
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    }
}
