package dev.duplex.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What there is of one peer.
///
/// @param peer what chooses it on the command line
/// @param title for people
/// @param figures by their names; none if there are none
/// @param missing why there are none: `not available: …` or `no result: …`
public record Row(
        String peer, String title, Map<String, Figure> figures, Optional<String> missing) {
    public Row {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /// A peer without figures.
    public static Row missing(String peer, String title, String why) {
        return new Row(peer, title, Map.of(), Optional.of(why));
    }

    /// A peer with a figure of each name.
    public static <T> Row of(
            String peer, String title, List<T> turns, Map<String, ToDoubleFunction<T>> values) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        values.forEach((name, value) -> figures.put(name, Figure.of(turns, value)));
        return new Row(peer, title, figures, Optional.empty());
    }

    /// The same under another title.
    public Row titled(String other) {
        return new Row(peer, other, figures, missing);
    }

    /// The median of a figure, if there is one.
    Optional<Double> median(String name) {
        return Optional.ofNullable(figures.get(name)).map(Figure::median);
    }
}
