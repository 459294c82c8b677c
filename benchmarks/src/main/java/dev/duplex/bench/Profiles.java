package dev.duplex.bench;

import dev.duplex.bench.profile.FlameGraph;
import dev.duplex.bench.profile.Layer;
import dev.duplex.bench.profile.Profiler;
import dev.duplex.bench.profile.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Looks at where servers on a JVM spend the windows that are measured, and tells it in the end: `--profile`. Servers of one process each are looked at.
final class Profiles {
    private final Path directory;
    private final Profiler profiler;
    private final Map<Of, Stacks> all = new LinkedHashMap<>();

    private record Of(Scenario scenario, Peer peer) {
        String fileName() {
            return scenario.name() + "-" + peer.option().replace('_', '-') + ".svg";
        }

        String title() {
            return "%s, %s".formatted(peer.title(), scenario.name());
        }
    }

    /// What is done while one looks.
    interface Measured<T> {
        T measure() throws InterruptedException;
    }

    /// @param work where what is needed meanwhile is kept
    /// @param directory where the graphs go
    Profiles(Path work, Path directory) {
        this.directory = directory;
        profiler = new Profiler(work);
    }

    /// Measures, and looks at the server meanwhile if that is asked for.
    static <T> T during(
            Optional<Profiles> profiles, Scenario scenario, Running server, Measured<T> measured)
            throws InterruptedException {
        return profiles.isEmpty()
                ? measured.measure()
                : profiles.get().during(scenario, server, measured);
    }

    private <T> T during(Scenario scenario, Running server, Measured<T> measured)
            throws InterruptedException {
        if (!(server instanceof PeerProcess process) || !process.peer().onJvm()) {
            return measured.measure();
        }
        Stacks stacks = all.computeIfAbsent(new Of(scenario, process.peer()), _ -> new Stacks());
        profiler.begin(process.pid());
        try {
            return measured.measure();
        } finally {
            profiler.end(process.pid(), stacks);
        }
    }

    /// Writes a graph for each, and tells by layers.
    ///
    /// @return for each, its title and lines of Markdown
    Map<String, List<String>> write() {
        Map<String, List<String>> told = new LinkedHashMap<>();
        all.forEach((of, stacks) -> {
            Path file = directory.resolve(of.fileName());
            try {
                Files.createDirectories(directory);
                Files.writeString(file, FlameGraph.of(of.title(), stacks));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            told.put(of.title(), table(stacks, file));
        });
        return told;
    }

    private static List<String> table(Stacks stacks, Path file) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%,d samples; drawn in `%s`.", stacks.total(), file));
        lines.add("");
        lines.add("| where | share |");
        lines.add("|---|--:|");
        Layer.shares(stacks)
                .forEach((layer, share) ->
                        lines.add(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %.1f %% |",
                                        layer.title(),
                                        100 * share)));
        return lines;
    }
}
