package dev.duplex.bench;

import dev.duplex.bench.disk.DiskSuite;
import dev.duplex.bench.model.ModelSuite;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What `./bench --help` lists: suites, their scenarios, and whom each compares.
final class Listing {
    private static final int WIDTH = 78;
    private static final String INDENT = "               ";

    private Listing() {}

    static String text() {
        StringBuilder text =
                new StringBuilder(
                        "%nSuites, their scenarios and the peers of these:%n".formatted());
        Choice.SUITES.forEach((suite, what) -> {
            text.append("%n  %-12s %s%n".formatted(suite, what));
            List<Scenario> scenarios =
                    Scenario.ALL.stream().filter(it -> it.suite().equals(suite)).toList();
            if (suite.equals(DiskSuite.NAME)) {
                wrapped(text, "scenarios: ", DiskSuite.chosen(Set.of(suite)));
            } else if (suite.equals(ModelSuite.NAME)) {
                wrapped(text, "scenarios: ", ModelSuite.chosen(Set.of(suite)));
            } else if (suite.equals(StartSuite.NAME)) {
                wrapped(text, "scenarios: ", StartSuite.chosen(Set.of(suite)));
                wrapped(
                        text,
                        "peers: ",
                        StartSuite.peers(Set.of(suite)).stream()
                                .sorted()
                                .map(Peer::option)
                                .toList());
            } else if (!scenarios.isEmpty()) {
                wrapped(text, "scenarios: ", scenarios.stream().map(Scenario::name).toList());
                wrapped(
                        text,
                        "peers: ",
                        scenarios.stream()
                                .flatMap(it -> it.peers().stream())
                                .distinct()
                                .map(Peer::option)
                                .toList());
            }
        });
        return text.toString();
    }

    private static void wrapped(StringBuilder text, String head, List<String> names) {
        StringBuilder line = new StringBuilder(INDENT + head);
        String rest = names.stream().collect(Collectors.joining(", "));
        for (String word : rest.split(" ", -1)) {
            if (line.length() + word.length() > WIDTH) {
                text.append(line.toString().stripTrailing()).append(System.lineSeparator());
                line = new StringBuilder(INDENT + "  ");
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
}
