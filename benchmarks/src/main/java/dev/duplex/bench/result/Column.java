package dev.duplex.bench.result;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/// A column of a table in Markdown.
///
/// @param head `UNIT` and `REFERENCE` in it stand for the table's
/// @param cell what a row has there; empty: nothing
record Column(String head, BiFunction<Table, Row, Optional<String>> cell) {
    static Column figure(String head, String name, String format) {
        return figure(head, name, format, 1);
    }

    /// @param scale what the figure is multiplied by
    static Column figure(String head, String name, String format, double scale) {
        return new Column(
                head,
                (_, row) ->
                        row.median(name)
                                .map(value -> String.format(Locale.ROOT, format, value * scale)));
    }

    static Column two(String head, String first, String second, String format) {
        return new Column(
                head,
                (_, row) ->
                        row.median(first)
                                .flatMap(a ->
                                        row.median(second)
                                                .map(b ->
                                                        String.format(Locale.ROOT, format, a, b))));
    }

    static Column ratio(String name) {
        return new Column(
                "÷ REFERENCE",
                (table, row) ->
                        table.ratio(row, name)
                                .map(value -> String.format(Locale.ROOT, "%.2f", value)));
    }

    static Column spread(String name) {
        return new Column(
                "spread",
                (_, row) ->
                        Optional.ofNullable(row.figures().get(name))
                                .map(figure ->
                                        String.format(
                                                Locale.ROOT, "%.1f %%", 100 * figure.spread())));
    }
}
