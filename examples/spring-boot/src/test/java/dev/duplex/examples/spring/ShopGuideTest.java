package dev.duplex.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `docs/guide/spring.md` quotes is what is tested here. A quotation names its file in a comment above it; a line `…` in
/// it stands for what is left out. Indentation and line breaks do not count.
class ShopGuideTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path GUIDE = ROOT.resolve("docs/guide/spring.md");
    private static final Pattern QUOTATION =
            Pattern.compile("<!-- of (\\S+) -->\\n```\\w+\\n(.*?)\\n```\\n", Pattern.DOTALL);
    private static final Pattern CODE =
            Pattern.compile("^```(?:java|yaml|js|html)$", Pattern.MULTILINE);

    /// @param file below the root
    record Quotation(String file, String text) {}

    static List<Quotation> quotations() throws IOException {
        return QUOTATION
                .matcher(Files.readString(GUIDE))
                .results()
                .map(it -> new Quotation(it.group(1), it.group(2)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("quotations")
    void quotesWhatIsThere(Quotation quotation) throws IOException {
        String there = onOneLine(Files.readString(ROOT.resolve(quotation.file())));
        int from = 0;
        for (String part : parts(quotation.text())) {
            int at = there.indexOf(part, from);
            assertThat(at).describedAs("not in %s: %s", quotation.file(), part).isNotNegative();
            from = at + part.length();
        }
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("(?m)^\\s*…$", -1)) {
            parts.add(onOneLine(part));
        }
        return parts;
    }

    private static String onOneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    @Test
    void allOfItsCodeIsQuoted() throws IOException {
        long code = CODE.matcher(Files.readString(GUIDE)).results().count();
        assertThat(quotations()).hasSize((int) code).hasSizeGreaterThan(5);
    }

    @Test
    void namesEveryClass() throws IOException {
        String guide = Files.readString(GUIDE);
        try (Stream<Path> sources =
                Files.list(Path.of("src/main/java/dev/duplex/examples/spring"))) {
            assertThat(sources.map(it -> it.getFileName().toString().replace(".java", "")))
                    .filteredOn(name -> !name.equals("package-info"))
                    .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
        }
    }
}
