package dev.duplex.sockjs;

import dev.duplex.http.Request;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// The URLs below an endpoint's path: `/`, `/FILE`, and `/SERVER/SESSION/TRANSPORT` (`SessionURLs`).
final class Urls {
    /// What the segments are called among a request's path parameters.
    static final String SERVER = "sockjs-server";

    static final String SESSION = "sockjs-session";
    static final String LAST = "sockjs-last";

    private Urls() {}

    /// `/FILE` below `path`.
    static String file(String path) {
        return path + "/{" + LAST + "}";
    }

    /// A session URL below `path`, of the transport named, or of any.
    static String session(String path, String transport) {
        return path + "/{" + SERVER + "}/{" + SESSION + "}/" + transport;
    }

    static String anyTransport(String path) {
        return session(path, "{" + LAST + "}");
    }

    static String last(Request request) {
        return parameter(request, LAST);
    }

    /// The name under which an endpoint's session is kept: its own, behind the values of the
    /// placeholders in the endpoint's path. A value may have any character, so each has its length
    /// before it. The server's segment is for load balancers.
    static String key(Request request, String pattern) {
        StringBuilder key = new StringBuilder();
        for (String segment : pattern.split("/", -1)) {
            if (isPlaceholder(segment)) {
                String value = parameter(request, name(segment));
                key.append(value.length()).append(':').append(value);
            }
        }
        return key.append(parameter(request, SESSION)).toString();
    }

    /// The pattern with its placeholders' values.
    static String fill(String pattern, Map<String, String> parameters) {
        if (pattern.indexOf('{') < 0) {
            return pattern;
        }
        return Arrays.stream(pattern.split("/", -1))
                .map(segment ->
                        isPlaceholder(segment)
                                ? parameters.getOrDefault(name(segment), "")
                                : segment)
                .collect(Collectors.joining("/"));
    }

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("{");
    }

    private static String name(String placeholder) {
        return placeholder.substring(1, placeholder.length() - 1);
    }

    /// Whether neither segment has a dot.
    static boolean isValid(Request request) {
        return parameter(request, SERVER).indexOf('.') < 0
                && parameter(request, SESSION).indexOf('.') < 0;
    }

    private static String parameter(Request request, String name) {
        Map<String, String> parameters = request.pathParameters();
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in " + request.path());
        }
        return value;
    }
}
