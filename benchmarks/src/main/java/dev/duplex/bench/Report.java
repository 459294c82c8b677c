package dev.duplex.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Results as Markdown.
final class Report {
    /// More than this share of a core used by others makes figures doubtful.
    private static final double NOISE = 0.05;

    private final List<String> lines = new ArrayList<>();
    private double worstNoise;

    /// @param command what gives these figures again
    Report(String command, List<String> machine) {
        lines.add("Command: `" + command + "`");
        lines.add("");
        lines.addAll(machine);
    }

    /// A table of one scenario: medians over all windows; the ratio is to its first peer.
    void add(Scenario scenario, Map<Peer, List<Sample>> samples) {
        heading(scenario);
        Peer reference = scenario.peers().getFirst();
        String unit = scenario.unit();
        lines.add(
                "| server | CPU µs/%s | ÷ %s | user + kernel µs | spread | %ss/s |"
                                .formatted(unit, reference.title(), unit)
                        + " p50 µs | p99 µs | server busy | load busy |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        samples.forEach((peer, all) -> {
            double cost = Statistics.median(all, Sample::cpuMicros);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.3f | %s | %.3f + %.3f | %.1f %% | %,.0f | %,.0f |"
                                    + " %,.0f | %.0f %% | %.0f %% |",
                            peer.title(),
                            cost,
                            ratio(cost, samples.get(reference), Sample::cpuMicros),
                            Statistics.median(all, Sample::userMicros),
                            Statistics.median(all, Sample::systemMicros),
                            100 * Statistics.spread(all, Sample::cpuMicros),
                            Statistics.median(all, Sample::messagesPerSecond),
                            Statistics.median(all, Sample::p50Micros),
                            Statistics.median(all, Sample::p99Micros),
                            100 * Statistics.median(all, Sample::serverBusy),
                            100 * Statistics.median(all, Sample::loadBusy)));
            worstNoise = Math.max(worstNoise, Statistics.median(all, Sample::otherBusy));
        });
    }

    /// A table of resident memory.
    void addMemory(Scenario scenario, Map<Peer, List<Double>> bytes) {
        heading(scenario);
        Peer reference = scenario.peers().getFirst();
        lines.add("| server | bytes/connection | ÷ %s | spread |".formatted(reference.title()));
        lines.add("|---|--:|--:|--:|");
        bytes.forEach((peer, all) -> {
            double each = Statistics.median(all, Double::doubleValue);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,.0f | %s | %.1f %% |",
                            peer.title(),
                            each,
                            ratio(each, bytes.get(reference), Double::doubleValue),
                            100 * Statistics.spread(all, Double::doubleValue)));
        });
    }

    /// Lines that are Markdown already.
    void addSection(String title, List<String> text) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        lines.addAll(text);
    }

    private void heading(Scenario scenario) {
        lines.add("");
        lines.add("## " + scenario.name());
        lines.add("");
        lines.add(scenario.title() + ".");
        lines.add("");
    }

    private static <T> String ratio(double value, @Nullable List<T> ours, ToDoubleFunction<T> of) {
        return ours == null
                ? "–"
                : String.format(Locale.ROOT, "%.2f", value / Statistics.median(ours, of));
    }

    /// All of it, under a title.
    String text(String title) {
        String noise =
                worstNoise > NOISE
                        ? String.format(
                                Locale.ROOT,
                                "%n> Other processes used up to %.0f %% of a core meanwhile: do not"
                                        + " trust these figures.%n",
                                100 * worstNoise)
                        : "";
        return "# " + title + "\n" + noise + "\n" + String.join("\n", lines) + "\n";
    }
}
