package dev.duplex.transport;

import dev.duplex.transport.PathPattern.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what is served at a path. Of several patterns that match, the most literal wins: segments
/// are compared from the left, a literal before a `{name}` before `/*`.
///
/// Routes are added by one thread; after that any number may look them up.
public final class Router<T> {
    /// What stands for the rest of the path among the parameters of a route that ends with `/*`.
    public static final String REST = "*";

    /// @param parameters percent-decoded, by name; the rest under `*`, without a leading slash
    record Match<T>(T target, Map<String, String> parameters) {}

    /// A pattern's place: its target, and what its parameters are called there.
    private record Leaf<T>(T target, String pattern, List<String> names) {}

    private static final class Node<T> {
        final Map<String, Node<T>> literals = new HashMap<>();
        @Nullable Node<T> parameter;
        @Nullable Leaf<T> exact;
        @Nullable Leaf<T> rest;
    }

    private final Node<T> root = new Node<>();
    private final Map<String, T> routes = new LinkedHashMap<>();

    /// @throws IllegalArgumentException if the pattern is malformed, or matches the same paths as one
    ///     that was added before
    public void add(String pattern, T target) {
        PathPattern parsed = PathPattern.parse(pattern);
        Node<T> node = root;
        List<String> names = new ArrayList<>();
        for (Segment segment : parsed.segments()) {
            switch (segment) {
                case Segment.Literal(String text) ->
                        node = node.literals.computeIfAbsent(text, _ -> new Node<>());
                case Segment.Parameter(String name) -> {
                    names.add(name);
                    if (node.parameter == null) {
                        node.parameter = new Node<>();
                    }
                    node = node.parameter;
                }
            }
        }
        Leaf<T> taken = parsed.rest() ? node.rest : node.exact;
        if (taken != null) {
            throw new IllegalArgumentException(
                    "path \"" + pattern + "\" is taken by \"" + taken.pattern() + "\"");
        }
        Leaf<T> leaf = new Leaf<>(target, pattern, List.copyOf(names));
        if (parsed.rest()) {
            node.rest = leaf;
        } else {
            node.exact = leaf;
        }
        routes.put(pattern, target);
    }

    /// The same patterns with other targets; independent of this router from here on.
    public <R> Router<R> map(Function<T, R> change) {
        Router<R> changed = new Router<>();
        routes.forEach((pattern, target) -> changed.add(pattern, change.apply(target)));
        return changed;
    }

    /// @param segments of the path, percent-decoded; a path that ends with a slash has an empty last
    Optional<Match<T>> match(List<String> segments) {
        return Optional.ofNullable(match(root, segments, 0, new ArrayList<>()));
    }

    /// A node is reached in one way only, so that this visits no more nodes than there are.
    private static <T> @Nullable Match<T> match(
            Node<T> node, List<String> segments, int at, List<String> values) {
        if (at == segments.size()) {
            return node.exact == null ? null : matched(node.exact, values, Optional.empty());
        }
        String segment = segments.get(at);
        Node<T> literal = node.literals.get(segment);
        if (literal != null) {
            Match<T> found = match(literal, segments, at + 1, values);
            if (found != null) {
                return found;
            }
        }
        if (node.parameter != null && !segment.isEmpty()) {
            values.add(segment);
            Match<T> found = match(node.parameter, segments, at + 1, values);
            if (found != null) {
                return found;
            }
            values.removeLast();
        }
        List<String> left = segments.subList(at, segments.size());
        // An empty segment inside would make the rest an absolute path for whoever resolves it.
        if (node.rest == null || left.subList(0, left.size() - 1).contains("")) {
            return null;
        }
        return matched(node.rest, values, Optional.of(String.join("/", left)));
    }

    private static <T> Match<T> matched(Leaf<T> leaf, List<String> values, Optional<String> rest) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            parameters.put(leaf.names().get(i), values.get(i));
        }
        rest.ifPresent(left -> parameters.put(REST, left));
        return new Match<>(leaf.target(), Map.copyOf(parameters));
    }
}
