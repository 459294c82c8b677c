package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table in `docs/metrics.md` is made of [Family]. To write it anew: `DUPLEX_WRITE_DOCS=true mvn -pl metrics -am test`.
class MetricsPageTest {
    private static final String BEGIN =
            "<!-- Made of Family; MetricsPageTest says how to write it anew. -->\n";
    private static final String END = "<!-- The end of the table. -->\n";

    private static String table() {
        StringBuilder table =
                new StringBuilder("\n| metric | is | labels | |\n|---|---|---|---|\n");
        for (Family family : Family.values()) {
            List<String> cells =
                    List.of(
                            "`" + family.exposed() + "`",
                            family.kind().name().toLowerCase(Locale.ROOT),
                            family.labels().stream()
                                    .map(it -> "`" + it + "`")
                                    .collect(Collectors.joining(", ")),
                            family.help());
            table.append('|');
            cells.forEach(
                    cell -> table.append(cell.isEmpty() ? "" : " ").append(cell).append(" |"));
            table.append('\n');
        }
        return table.append('\n').toString();
    }

    @Test
    void thePagesTableIsTheList() throws IOException {
        Path file = root().resolve("docs/metrics.md");
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(page).contains(BEGIN, END);
        String expected = page.substring(0, begin) + table() + page.substring(end);
        if ("true".equals(System.getenv("DUPLEX_WRITE_DOCS"))) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    @Test
    void whatTheAlertsNameThereIs() throws IOException {
        Set<String> exposed = new TreeSet<>();
        for (Family family : Family.values()) {
            exposed.add(family.exposed());
            if (family.kind() == Family.Kind.HISTOGRAM) {
                exposed.add(family.exposed() + "_bucket");
                exposed.add(family.exposed() + "_count");
                exposed.add(family.exposed() + "_sum");
            }
        }
        var named =
                Pattern.compile("duplex_[a-z_]+")
                        .matcher(Files.readString(root().resolve("docs/metrics.md")));
        while (named.find()) {
            assertThat(exposed).contains(named.group());
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("metrics")) ? here : here.resolve("..").normalize();
    }
}
