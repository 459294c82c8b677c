package dev.duplex.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Results as Markdown.
public final class Markdown {
    private static final String NOTHING = "–";

    private Markdown() {}

    /// A report: all of it, under a title.
    public static String of(Results results) {
        List<String> lines = new ArrayList<>();
        lines.add("# %s, %s".formatted(results.name(), results.date()));
        double busy =
                DoubleStream.concat(
                                results.tables().stream().mapToDouble(Table::otherBusy),
                                results.sections().stream().mapToDouble(Results.Section::otherBusy))
                        .max()
                        .orElse(0);
        if (Results.doubtful(busy)) {
            lines.add("");
            lines.add("> " + doubt(busy));
        }
        lines.addAll(List.of("", "Command: `" + results.command() + "`", ""));
        lines.addAll(results.origin().lines());
        for (Results.Section section : results.sections()) {
            lines.addAll(List.of("", "## " + section.title(), ""));
            lines.addAll(section.lines());
        }
        for (Table table : results.tables()) {
            lines.addAll(List.of("", "## " + table.name(), "", table.title() + ".", ""));
            lines.addAll(table(table));
        }
        return String.join("\n", lines) + "\n";
    }

    /// What is to be thought of figures while so much was going on besides.
    static String doubt(double otherBusy) {
        return String.format(
                Locale.ROOT,
                "Other processes used up to %.0f %% of a core meanwhile: do not trust these figures.",
                100 * otherBusy);
    }

    /// A table; what no row has is left out, and what a peer does not have is a dash.
    static List<String> table(Table table) {
        List<Column> columns =
                table.kind().columns().stream()
                        .filter(column ->
                                table.rows().stream()
                                        .anyMatch(
                                                row -> column.cell().apply(table, row).isPresent()))
                        .toList();
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        Stream.concat(
                                Stream.of(table.compared()),
                                columns.stream().map(column -> head(table, column)))));
        lines.add("|---|" + "--:|".repeat(columns.size()));
        for (Row row : table.rows()) {
            lines.add(
                    line(
                            Stream.concat(
                                    Stream.of(title(row)),
                                    columns.stream()
                                            .map(it ->
                                                    it.cell().apply(table, row).orElse(NOTHING)))));
        }
        return lines;
    }

    private static String title(Row row) {
        return row.missing()
                .map(why -> row.title() + ": " + why.replace("|", "\\|"))
                .orElse(row.title());
    }

    private static String head(Table table, Column column) {
        return column.head()
                .replace("UNIT", table.unit())
                .replace("REFERENCE", table.referenceTitle());
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }
}
