package dev.duplex.bench;

import dev.duplex.bench.load.Load;
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
        if (scenario.load() instanceof Load.Feed) {
            feed(scenario, samples);
        } else {
            costs(scenario, samples);
        }
        samples.values()
                .forEach(all ->
                        worstNoise =
                                Math.max(worstNoise, Statistics.median(all, Sample::otherBusy)));
    }

    private void costs(Scenario scenario, Map<Peer, List<Sample>> samples) {
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
        });
    }

    private void feed(Scenario scenario, Map<Peer, List<Sample>> samples) {
        Peer reference = scenario.peers().getFirst();
        lines.add(
                "| carried by | B to client/message | B to server/message | requests/message |"
                        + " CPU µs/message | ÷ %s | spread | p50 ms | p99 ms | messages/s |"
                                .formatted(reference.title()));
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        samples.forEach((peer, all) -> {
            double cost = Statistics.median(all, Sample::cpuMicros);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,.0f | %,.0f | %.2f | %.1f | %s | %.1f %% | %,.2f | %,.2f |"
                                    + " %,.0f |",
                            peer.title(),
                            Statistics.median(all, Sample::receivedBytes),
                            Statistics.median(all, Sample::sentBytes),
                            Statistics.median(all, Sample::requests),
                            cost,
                            ratio(cost, samples.get(reference), Sample::cpuMicros),
                            100 * Statistics.spread(all, Sample::cpuMicros),
                            Statistics.median(all, Sample::p50Micros) / 1e3,
                            Statistics.median(all, Sample::p99Micros) / 1e3,
                            Statistics.median(all, Sample::messagesPerSecond)));
        });
    }

    /// A table of memory.
    void addMemory(Scenario scenario, Map<Peer, List<Memory>> readings) {
        heading(scenario);
        Peer reference = scenario.peers().getFirst();
        String each = scenario.resting();
        lines.add(
                "| %s | resident bytes/%s | ÷ %s | spread | live heap bytes/%s | spread |"
                        .formatted(
                                scenario.load() instanceof Load.Carried ? "carried by" : "server",
                                each,
                                reference.title(),
                                each));
        lines.add("|---|--:|--:|--:|--:|--:|");
        readings.forEach((peer, all) -> {
            double resident = Statistics.median(all, Memory::resident);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,.0f | %s | %.1f %% | %s |",
                            peer.title(),
                            resident,
                            ratio(resident, readings.get(reference), Memory::resident),
                            100 * Statistics.spread(all, Memory::resident),
                            peer.onJvm() ? heap(all) : "– | –"));
        });
    }

    private static String heap(List<Memory> all) {
        return String.format(
                Locale.ROOT,
                "%,.0f | %.1f %%",
                Statistics.median(all, Memory::heap),
                100 * Statistics.spread(all, Memory::heap));
    }

    /// Further lines about where the figures come from.
    void addMachine(List<String> machine) {
        lines.addAll(machine);
    }

    /// What others use of a core while nothing of ours runs, where what they use meanwhile cannot be told from what the kernel
    /// does for us.
    void quiet(double busy) {
        worstNoise = Math.max(worstNoise, busy);
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
