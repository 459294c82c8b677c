package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.result.Kind;
import dev.duplex.bench.result.Origin;
import dev.duplex.bench.result.Results;
import dev.duplex.bench.result.Row;
import dev.duplex.bench.result.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Gathers what becomes [Results].
final class Report {
    private final List<Table> tables = new ArrayList<>();
    private final List<Results.Section> sections = new ArrayList<>();
    private double quietBusy;

    /// A table of what messages cost, or of a feed.
    void add(Scenario scenario, Outcome<Sample> outcome) {
        boolean feed = scenario.load() instanceof Load.Feed;
        double busy = busiest(scenario, outcome, Sample::otherBusy);
        tables.add(
                table(
                        scenario,
                        feed ? Kind.FEED : Kind.COST,
                        scenario.unit(),
                        busy,
                        rows(scenario, outcome, _ -> feed ? Sample.feed() : Sample.costs())));
    }

    /// A table of what publications cost nodes.
    void addNodes(Scenario scenario, Outcome<NodesTurns.Turn> outcome) {
        double busy = busiest(scenario, outcome, NodesTurns.Turn::otherBusy);
        tables.add(
                table(
                        scenario,
                        Kind.NODES,
                        "publication",
                        busy,
                        rows(scenario, outcome, _ -> NodesTurns.Turn.figures())));
    }

    /// A table that is made already.
    void add(Table table) {
        tables.add(table);
    }

    /// A table of memory.
    void addMemory(Scenario scenario, Outcome<Memory> outcome) {
        tables.add(
                table(
                        scenario,
                        Kind.MEMORY,
                        scenario.resting(),
                        0,
                        rows(scenario, outcome, peer -> Memory.figures(peer.onJvm()))));
        // Of the one that is ours in all of these tables.
        Peer first = scenario.peers().getFirst();
        List<Memory> turns = outcome.turns(first);
        if (!turns.isEmpty()) {
            addSection(
                    "%s by class: %s".formatted(scenario.name(), first.title()),
                    turns.getLast().classes().table(scenario.resting()));
        }
    }

    /// A table of what connections that say nothing take of the processors.
    void addIdleTime(Scenario scenario, Outcome<IdleTime.Turn> outcome) {
        tables.add(
                table(
                        scenario,
                        Kind.IDLE,
                        scenario.resting(),
                        busiest(scenario, outcome, IdleTime.Turn::otherBusy),
                        rows(scenario, outcome, _ -> IdleTime.Turn.figures())));
    }

    /// A table of latencies, of each peer a row for each share of what it can do.
    void addPaced(Scenario scenario, Outcome<PacedTurns.Turn> outcome) {
        List<Row> rows = new ArrayList<>();
        for (int share : PacedTurns.SHARES) {
            rows(scenario, outcome, _ -> PacedTurns.Turn.figures(share)).stream()
                    .map(row -> row.titled("%s, %d %%".formatted(row.title(), share)))
                    .forEach(rows::add);
        }
        double busy = busiest(scenario, outcome, PacedTurns.Turn::otherBusy);
        tables.add(table(scenario, Kind.LATENCY, scenario.unit(), busy, rows));
    }

    private static Table table(
            Scenario scenario, Kind kind, String unit, double busy, List<Row> rows) {
        return new Table(
                scenario.name(),
                scenario.title(),
                kind,
                unit,
                scenario.compared(),
                scenario.peers().getFirst().option(),
                busy,
                rows);
    }

    private static <T> double busiest(
            Scenario scenario, Outcome<T> outcome, ToDoubleFunction<T> busy) {
        return scenario.peers().stream()
                .map(outcome::turns)
                .filter(turns -> !turns.isEmpty())
                .mapToDouble(turns -> Statistics.median(turns, busy))
                .max()
                .orElse(0);
    }

    private static <T> List<Row> rows(
            Scenario scenario,
            Outcome<T> outcome,
            Function<Peer, Map<String, ToDoubleFunction<T>>> figures) {
        return scenario.peers().stream()
                .flatMap(peer -> row(peer, outcome, figures.apply(peer)))
                .toList();
    }

    /// One, or none of a peer that was not asked for.
    private static <T> Stream<Row> row(
            Peer peer, Outcome<T> outcome, Map<String, ToDoubleFunction<T>> figures) {
        List<T> turns = outcome.turns(peer);
        return turns.isEmpty()
                ? outcome.missing(peer).stream()
                        .map(why -> Row.missing(peer.option(), peer.title(), why))
                : Stream.of(Row.of(peer.option(), peer.title(), turns, figures));
    }

    /// What others use of a core while nothing of ours runs, where what they use meanwhile cannot be told from what the kernel
    /// does for us. It counts for the sections before.
    void quiet(double busy) {
        quietBusy = Math.max(quietBusy, busy);
    }

    /// Lines that are Markdown already.
    void addSection(String title, List<String> text) {
        sections.add(new Results.Section(title, 0, text));
    }

    /// All of it.
    ///
    /// @param what was measured
    /// @param date the day in UTC, as in ISO 8601
    /// @param command what gives such figures again
    Results results(List<String> what, String date, String command, Origin origin) {
        return new Results(
                Results.FORMAT,
                String.join(", ", what).toLowerCase(Locale.ROOT),
                date,
                command,
                origin,
                tables,
                sections.stream()
                        .map(it -> new Results.Section(it.title(), quietBusy, it.lines()))
                        .toList());
    }
}
