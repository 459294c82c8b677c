import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Sums up the JUnit XML reports of all suites, for `./check`: arguments are the list of allowed skips,
/// then the names of steps that failed, each of which counts as one failure. The working directory is the
/// root. Exits with 1 if anything failed, was skipped without leave, or if there were no tests at all.
class TestTotals {
    private int passed;
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    static void main(String[] arguments) throws Exception {
        TestTotals totals = new TestTotals();
        for (Path report : reports()) {
            totals.add(report);
        }
        List<String> steps = List.of(arguments).subList(1, arguments.length);
        System.exit(totals.print(allowed(Path.of(arguments[0])), steps) ? 0 : 1);
    }

    private static List<Path> reports() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Path.of(".build/reports")));
        for (Path parent : List.of(Path.of(""), Path.of("dialects"), Path.of("engines"), Path.of("examples"))) {
            if (!Files.isDirectory(parent.toAbsolutePath())) {
                continue;
            }
            try (Stream<Path> modules = Files.list(parent)) {
                modules.sorted()
                        .forEach(
                                module -> {
                                    folders.add(module.resolve("target/surefire-reports"));
                                    folders.add(module.resolve("target/failsafe-reports"));
                                });
            }
        }
        return folders.stream().filter(Files::isDirectory).flatMap(TestTotals::xml).toList();
    }

    private static Stream<Path> xml(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().matches(".*\\.xml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> allowed(Path list) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                names.add(text.split("\\s+", 2)[0]);
            }
        }
        return names;
    }

    private void add(Path report) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList tests;
        try {
            tests =
                    factory.newDocumentBuilder()
                            .parse(report.toFile())
                            .getElementsByTagName("testcase");
        } catch (SAXException e) {
            failed.add(report + ", a report that is not XML: " + e.getMessage());
            return;
        }
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String name = test.getAttribute("classname") + "." + test.getAttribute("name");
            if (has(test, "failure") || has(test, "error")) {
                failed.add(name);
            } else if (has(test, "skipped")) {
                skipped.add(name);
            } else {
                passed++;
            }
        }
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    private boolean print(List<String> allowed, List<String> steps) {
        failed.forEach(name -> System.out.println("Failed: " + name));
        List<String> refused = skipped.stream().filter(name -> !isAllowed(name, allowed)).toList();
        refused.forEach(name -> System.out.println("Skipped without leave: " + name));
        steps.forEach(step -> System.out.println("Failed step: " + step));
        // A step that failed because of its tests has been counted already.
        int failures = failed.isEmpty() ? steps.size() : failed.size();
        boolean none = passed + failed.size() + skipped.size() == 0;
        if (none) {
            System.out.println("No test was run.");
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failures, skipped.size());
        return failures == 0 && refused.isEmpty() && !none;
    }

    private static boolean isAllowed(String name, List<String> allowed) {
        return allowed.stream()
                .anyMatch(
                        entry ->
                                entry.equals(name)
                                        || entry.endsWith(".*")
                                                && name.startsWith(
                                                        entry.substring(0, entry.length() - 1)));
    }
}
