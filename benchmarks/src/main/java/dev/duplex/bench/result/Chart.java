package dev.duplex.bench.result;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A table's first figure as bars, in SVG: one for each row, with its median in numbers and a line from the least
/// of its turns to the greatest. The background is the page's; in the dark its colours are others.
final class Chart {
    private static final int WIDTH = 760;
    private static final int LABELS = 210;
    private static final int VALUES = 90;
    private static final int BARS = WIDTH - LABELS - VALUES;
    private static final int HEAD = 58;
    private static final int ROW = 28;
    private static final int BAR = 18;
    private static final int FOOT = 10;
    private static final int LONGEST = 62;

    private static final String STYLE =
            """
            <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
            .name { font-size: 15px; font-weight: 600 }
            .quiet { fill: #59636e }
            .bar { fill: #afb8c1 }
            .reference { fill: #218bff }
            .turns { stroke: #1f2328; stroke-width: 1.5 }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc }
            .quiet { fill: #9198a1 }
            .bar { fill: #656c76 }
            .reference { fill: #388bfd }
            .turns { stroke: #f0f6fc }
            }
            </style>
            """;

    private final Table table;
    private final String figure;
    private final double greatest;
    private final StringBuilder svg = new StringBuilder();

    private Chart(Table table) {
        this.table = table;
        figure = table.kind().drawn();
        greatest =
                table.rows().stream()
                        .filter(row -> row.figures().containsKey(figure))
                        .mapToDouble(row -> greatest(row.figures().get(figure)))
                        .filter(value -> value > 0)
                        .max()
                        .orElse(1);
    }

    /// The whole file.
    static String of(Table table) {
        return new Chart(table).draw();
    }

    /// What it shows, in a sentence, for those who do not see it.
    static String description(Table table) {
        return "%s; %s: %s."
                .formatted(
                        table.title(),
                        axis(table),
                        table.rows().stream()
                                .map(row ->
                                        row.title()
                                                + " "
                                                + row.median(table.kind().drawn())
                                                        .map(Chart::number)
                                                        .orElse(row.missing().orElse("unknown")))
                                .collect(Collectors.joining(", ")));
    }

    private static double greatest(Figure figure) {
        return Collections.max(
                figure.samples().isEmpty() ? List.of(figure.median()) : figure.samples());
    }

    private static String axis(Table table) {
        return table.kind().axis().replace("UNIT", table.unit());
    }

    private String draw() {
        int height = HEAD + ROW * table.rows().size() + FOOT;
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" fill="#6e7781" font-family="sans-serif" font-size="13">
                <title>%3$s</title>
                <desc>%4$s</desc>
                """
                        .formatted(
                                WIDTH, height, escaped(table.name()), escaped(description(table))));
        svg.append(STYLE);
        text(0, 20, "name", "start", table.name());
        text(0, 42, "quiet", "start", axis(table) + " (less is better)");
        int top = HEAD;
        for (Row row : table.rows()) {
            row(row, top);
            top += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private void row(Row row, int top) {
        int middle = top + BAR / 2 + 5;
        text(LABELS - 10, middle, "", "end", row.title());
        Figure value = row.figures().get(figure);
        if (value == null) {
            String why = row.missing().orElse("unknown");
            String shown = why.length() > LONGEST ? why.substring(0, LONGEST) + "…" : why;
            text(LABELS, middle, "quiet", "start", shown);
            return;
        }
        double end = LABELS + at(value.median());
        svg.append(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"2\"/>%n"
                        .formatted(
                                row.peer().equals(table.reference()) ? "reference" : "bar",
                                LABELS,
                                top,
                                pixels(at(value.median())),
                                BAR));
        if (value.samples().size() > 1) {
            double from = LABELS + at(Collections.min(value.samples()));
            end = LABELS + at(Collections.max(value.samples()));
            svg.append(
                    "<line class=\"turns\" x1=\"%s\" x2=\"%s\" y1=\"%3$s\" y2=\"%3$s\"/>%n"
                            .formatted(pixels(from), pixels(end), pixels(top + BAR / 2.0)));
        }
        text((int) Math.ceil(end) + 6, middle, "", "start", number(value.median()));
    }

    private double at(double value) {
        return BARS * value / greatest;
    }

    private void text(int x, int y, String style, String anchor, String text) {
        svg.append(
                "<text x=\"%d\" y=\"%d\"%s text-anchor=\"%s\">%s</text>%n"
                        .formatted(
                                x,
                                y,
                                style.isEmpty() ? "" : " class=\"" + style + "\"",
                                anchor,
                                escaped(text)));
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
