package dev.duplex.races;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeMap;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/// Runs the races as jcstress's own main does, and says what came of each in a JUnit report. Exits with 1 if one of
/// them failed or did not run; jcstress's main exits with 0 where it ran none.
public final class Stress {
    private Stress() {}

    /// @param arguments the report's file, then jcstress's own
    static void main(String[] arguments) throws Exception {
        Path report = Path.of(arguments[0]);
        Options options = new Options(Arrays.copyOfRange(arguments, 1, arguments.length));
        if (!options.parse()) {
            System.exit(2);
        }
        JCStress jcstress = new JCStress(options);
        SortedSet<String> races = jcstress.getTests();
        try {
            jcstress.run();
        } catch (AssertionError failed) {
            // Its summary of the races that failed; each is told once more below.
            System.out.println(failed.getMessage());
        }
        System.exit(tell(races, results(options.getResultFile()), report) ? 0 : 1);
    }

    /// What was written while the races ran.
    private static Collection<TestResult> results(String file)
            throws IOException, ClassNotFoundException {
        InProcessCollector results = new InProcessCollector();
        if (Files.exists(Path.of(file))) {
            DiskReadCollector written = new DiskReadCollector(file, results);
            written.dump();
            written.close();
        }
        return results.getTestResults();
    }

    /// @return whether all of them ran and passed
    private static boolean tell(
            SortedSet<String> races, Collection<TestResult> results, Path report)
            throws IOException {
        TreeMap<String, String> verdicts = new TreeMap<>();
        races.forEach(race -> verdicts.put(race, "did not run"));
        for (TestResult result : ReportUtils.mergedByName(results)) {
            long runs = result.getTotalCount();
            boolean passed = ReportUtils.statusToPassed(result);
            verdicts.put(
                    result.getName(),
                    !passed ? "FAILED" : runs == 0 ? "did not run" : runs + " runs");
        }
        StringBuilder xml = new StringBuilder("<testsuite name=\"stress\">");
        boolean all = !verdicts.isEmpty();
        for (var race : verdicts.entrySet()) {
            String name = race.getKey().substring(race.getKey().lastIndexOf('.') + 1);
            boolean passed = race.getValue().endsWith(" runs");
            all &= passed;
            System.out.println("race " + name + ": " + race.getValue());
            xml.append("<testcase classname=\"stress\" name=\"").append(name).append("\">");
            xml.append(passed ? "" : "<failure/>").append("</testcase>");
        }
        Files.writeString(report, xml.append("</testsuite>\n"));
        return all;
    }
}
