package dev.duplex.bench.result;

import java.util.List;
import java.util.Optional;

/// What there is of one scenario.
///
/// @param name that of the scenario
/// @param title for people
/// @param kind what its figures are
/// @param unit what one is counted of, in the singular
/// @param compared what its rows are, such as `server`
/// @param reference the peer that the ratios are to
/// @param otherBusy the share of a core that others used meanwhile, 0 to 1
/// @param rows in the order of the table
public record Table(
        String name,
        String title,
        Kind kind,
        String unit,
        String compared,
        String reference,
        double otherBusy,
        List<Row> rows) {
    public Table {
        rows = List.copyOf(rows);
    }

    /// How many times the reference's a figure of a row is.
    Optional<Double> ratio(Row row, String figure) {
        Optional<Double> reference = referenceRow().flatMap(it -> it.median(figure));
        return row.median(figure).flatMap(value -> reference.map(of -> value / of));
    }

    private Optional<Row> referenceRow() {
        return rows.stream().filter(row -> row.peer().equals(reference)).findFirst();
    }

    String referenceTitle() {
        return referenceRow().map(Row::title).orElse(reference);
    }
}
