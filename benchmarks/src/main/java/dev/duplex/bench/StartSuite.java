package dev.duplex.bench;

import dev.duplex.bench.StartContender.Work;
import dev.duplex.bench.result.Kind;
import dev.duplex.bench.result.Row;
import dev.duplex.bench.result.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The tables of `./bench --only start`: how long until a program that was started does its work. The programs take turns, and have all
/// processors, as when a machine starts one.
final class StartSuite {
    /// What selects all of them.
    static final String NAME = "start";

    private final StartPrograms programs;
    private final Set<Peer> peers;
    private final Map<String, String> unavailable;
    private final int runs;
    private final Progress progress;
    private boolean failed;

    /// @param peers whose programs are started; empty: all
    /// @param unavailable by the options of peers, why they are not to be had
    /// @param runs starts of each
    StartSuite(
            StartPrograms programs,
            Set<Peer> peers,
            Map<String, String> unavailable,
            int runs,
            Progress progress) {
        this.programs = programs;
        this.peers = peers;
        this.unavailable = unavailable;
        this.runs = runs;
        this.progress = progress;
    }

    /// The names of the tables that are selected by these words.
    static List<String> chosen(Set<String> only) {
        return Arrays.stream(Work.values())
                .map(Work::scenario)
                .filter(name -> only.contains(NAME) || only.contains(name))
                .toList();
    }

    /// Whose programs are started for them.
    static Set<Peer> peers(Set<String> only) {
        return works(only).stream()
                .flatMap(work -> work.contenders().stream())
                .map(StartContender::peer)
                .collect(Collectors.toSet());
    }

    private static List<Work> works(Set<String> only) {
        List<String> chosen = chosen(only);
        return Arrays.stream(Work.values()).filter(it -> chosen.contains(it.scenario())).toList();
    }

    /// Whether one that was to be started has not done its work.
    boolean failed() {
        return failed;
    }

    /// Makes those that are selected by these words.
    ///
    /// @param otherBusy the share of a core that others use
    List<Table> run(Set<String> only, double otherBusy) throws InterruptedException {
        List<Table> tables = new ArrayList<>();
        for (Work work : works(only)) {
            tables.add(table(work, otherBusy));
        }
        return tables;
    }

    private Table table(Work work, double otherBusy) throws InterruptedException {
        List<StartContender> asked =
                work.contenders().stream()
                        .filter(it -> peers.isEmpty() || peers.contains(it.peer()))
                        .toList();
        Map<StartContender, String> missing = new EnumMap<>(StartContender.class);
        asked.stream()
                .filter(it -> unavailable.containsKey(it.peer().option()))
                .forEach(it ->
                        missing.put(it, "not available: " + unavailable.get(it.peer().option())));
        Map<StartContender, List<StartTurn>> turns = new EnumMap<>(StartContender.class);
        // The first is not counted: it finds nothing in the page cache.
        for (int run = 0; run <= runs; run++) {
            for (StartContender contender : asked) {
                if (!missing.containsKey(contender)) {
                    turn(contender, run, turns, missing);
                }
            }
        }
        List<Row> rows =
                asked.stream()
                        .map(it ->
                                missing.containsKey(it)
                                        ? Row.missing(
                                                it.option(),
                                                it.title(),
                                                Objects.requireNonNull(missing.get(it)))
                                        : Row.of(
                                                it.option(),
                                                it.title(),
                                                Objects.requireNonNull(turns.get(it)),
                                                figures()))
                        .toList();
        return new Table(
                work.scenario(),
                work.title(),
                Kind.START,
                work.unit(),
                "program",
                work.contenders().getFirst().option(),
                otherBusy,
                rows);
    }

    private void turn(
            StartContender contender,
            int run,
            Map<StartContender, List<StartTurn>> turns,
            Map<StartContender, String> missing)
            throws InterruptedException {
        try {
            StartTurn turn = StartTurn.take(programs.start(contender));
            if (run > 0) {
                turns.computeIfAbsent(contender, _ -> new ArrayList<>()).add(turn);
                progress.say(
                        "%s %d  %.0f ms"
                                .formatted(contender.title(), run, turn.answeredNanos() / 1e6));
            }
        } catch (BenchException e) {
            failed = true;
            missing.put(
                    contender,
                    "no result: "
                            + Objects.requireNonNull(e.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
            progress.say(contender.title() + ": " + e.getMessage());
        }
    }

    static Map<String, ToDoubleFunction<StartTurn>> figures() {
        Map<String, ToDoubleFunction<StartTurn>> figures = new LinkedHashMap<>();
        figures.put("answeredMillis", it -> it.answeredNanos() / 1e6);
        figures.put("cpuMillis", it -> it.cpuNanos() / 1e6);
        figures.put("residentMebibytes", it -> it.residentBytes() / 1048576.0);
        return figures;
    }
}
