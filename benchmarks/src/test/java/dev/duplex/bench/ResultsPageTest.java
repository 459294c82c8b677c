package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.duplex.bench.result.Json;
import dev.duplex.bench.result.Page;
import dev.duplex.bench.result.Results;
import dev.duplex.bench.result.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The figures and charts of `docs/benchmarks.md` are made of `benchmarks/results/*.json`. To write them anew:
/// `DUPLEX_WRITE_DOCS=true mvn -pl benchmarks -am test`.
class ResultsPageTest {
    private static final String BEGIN =
            "<!-- Made of benchmarks/results; ResultsPageTest says how to write it anew. -->\n";
    private static final String END = "<!-- The end of the results. -->\n";
    private static final Path RESULTS = root().resolve("benchmarks/results");
    private static final Path DOCS = root().resolve("docs");
    private static final boolean WRITE = "true".equals(System.getenv("DUPLEX_WRITE_DOCS"));

    private static final Page PAGE = new Page(RESULTS, Choice.names());

    static List<Path> files() {
        return Page.files(RESULTS);
    }

    @Test
    void thePageHasTheLastResults() throws IOException {
        Path file = DOCS.resolve("benchmarks.md");
        String page = Files.readString(file);
        assertThat(page).contains(BEGIN, END);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String expected =
                page.substring(0, begin)
                        + PAGE.markdown()
                        + "\n"
                        + page.substring(page.indexOf(END));
        if (WRITE) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    @Test
    void theChartsAreThoseOfTheLastResults() throws IOException {
        Path directory = DOCS.resolve("benchmarks");
        if (WRITE) {
            Files.createDirectories(directory);
            for (Path old : charts(directory)) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> chart : PAGE.charts().entrySet()) {
                Files.writeString(directory.resolve(chart.getKey()), chart.getValue());
            }
        }
        Map<String, String> there = new TreeMap<>();
        for (Path chart : charts(directory)) {
            there.put(chart.getFileName().toString(), Files.readString(chart));
        }
        assertThat(there).isEqualTo(PAGE.charts());
    }

    private static List<Path> charts(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void resultsAreAsTheSchemaSays(Path file) throws IOException {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(RESULTS.resolve("schema.json")));
        String json = Files.readString(file);
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(json.replace("\"median\"", "\"mean\""), InputFormat.JSON))
                .isNotEmpty();
    }

    /// What is known of an older file is what is written of it again.
    @ParameterizedTest
    @MethodSource("files")
    void resultsAreReadAndWrittenWithoutLoss(Path file) {
        Results results = Json.read(file);
        assertThat(Json.read(Json.write(results))).isEqualTo(results);
        assertThat(results.format()).isEqualTo(Results.FORMAT);
        assertThat(results.tables()).extracting(Table::name).isSubsetOf(Choice.names());
        assertThat(file.getFileName().toString()).startsWith(results.date());
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("benchmarks"))
                ? here
                : here.resolve("..").normalize();
    }
}
