package dev.duplex.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The results' part of `docs/benchmarks.md`, and its charts: of each scenario what was found last.
public final class Page {
    private static final String SUFFIX = ".json";
    private static final String SCHEMA = "schema.json";

    private final Map<String, Found> last = new LinkedHashMap<>();

    private record Found(Table table, Results results, String file) {}

    /// @param directory `benchmarks/results`
    /// @param scenarios the names of those that are shown, in their order
    /// @throws UncheckedIOException if the files cannot be read
    public Page(Path directory, List<String> scenarios) {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Path file : files(directory)) {
            Results results = Json.read(file);
            String name = name(file);
            results.tables()
                    .forEach(table -> found.put(table.name(), new Found(table, results, name)));
        }
        for (String scenario : scenarios) {
            Found table = found.get(scenario);
            if (table != null) {
                last.put(scenario, table);
            }
        }
    }

    /// The results in a directory, the oldest first: names begin with dates. Of one day those of a
    /// whole suite are before those of one scenario of it, which was measured once more.
    ///
    /// @throws UncheckedIOException if they cannot be listed
    public static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> !file.endsWith(SCHEMA))
                    .sorted(Comparator.comparing(Page::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(SUFFIX, "");
    }

    /// By the names of their files.
    public Map<String, String> charts() {
        Map<String, String> charts = new LinkedHashMap<>();
        last.forEach((name, found) -> charts.put(name + ".svg", Chart.of(found.table())));
        return charts;
    }

    /// Markdown, a section for each scenario.
    public String markdown() {
        List<String> lines = new ArrayList<>();
        last.forEach((name, found) -> lines.addAll(section(name, found)));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> section(String name, Found found) {
        Table table = found.table();
        Results results = found.results();
        List<String> lines = new ArrayList<>();
        lines.addAll(List.of("", "### " + name, "", table.title() + ".", ""));
        lines.add(
                "![%s](benchmarks/%s.svg)"
                        .formatted(
                                Chart.description(table).replace("[", "(").replace("]", ")"),
                                name));
        lines.add("");
        lines.addAll(Markdown.table(table));
        lines.add("");
        lines.add(
                "%s, %d processors of %s, %s: `%s` ([data](../benchmarks/results/%s.json))."
                        .formatted(
                                results.date(),
                                results.origin().processors(),
                                results.origin().processor(),
                                results.origin().kernel(),
                                results.command(),
                                found.file()));
        if (Results.doubtful(table.otherBusy())) {
            lines.add(Markdown.doubt(table.otherBusy()));
        }
        return lines;
    }
}
