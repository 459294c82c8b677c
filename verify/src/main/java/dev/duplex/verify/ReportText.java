package dev.duplex.verify;

import dev.duplex.faults.FaultKind;
import dev.duplex.faults.FaultRecord;
import dev.duplex.verify.judge.Breach;
import dev.duplex.verify.judge.CatchUp;
import dev.duplex.verify.judge.ClientTally;
import dev.duplex.verify.judge.Finding;
import dev.duplex.verify.judge.Judgement;
import dev.duplex.verify.judge.PublisherTally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// A report as text: what was published, what each kind of client heard, what was injected, what was wrong.
final class ReportText {
    private static final List<String> CLIENT_HEADS =
            List.of(
                    "client",
                    "subscribers",
                    "received",
                    "reconnects",
                    "recovered",
                    "not recovered",
                    "untold",
                    "foreign",
                    "lost",
                    "twice",
                    "disorder",
                    "dishonest",
                    "behind",
                    "caught up p50",
                    "p99",
                    "max");
    private static final List<String> PUBLISHER_HEADS =
            List.of(
                    "publisher",
                    "channel",
                    "acknowledged",
                    "refused",
                    "unknown, seen",
                    "unknown, not seen");

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    ReportText(Report report) {
        this.report = report;
        Judgement judgement = report.judgement();
        table(PUBLISHER_HEADS, 2, judgement.publishers().stream().map(ReportText::row).toList());
        table(CLIENT_HEADS, 1, judgement.clients().stream().map(this::row).toList());
        report.balancer()
                .ifPresent(it -> line("%d nodes behind %s".formatted(report.servers().size(), it)));
        faults();
        findings(judgement.findings());
        report.away()
                .forEach((name, why) ->
                        line(
                                "Not subscribed at the end: %s%s"
                                        .formatted(name, why.isEmpty() ? "" : ": " + why)));
        report.bugs()
                .forEach(it ->
                        line("Ended by a bug of this program, and not judged: %s".formatted(it)));
        report.injectorFailure().ifPresent(it -> line("Faults could not go on: %s".formatted(it)));
        verdict();
    }

    private static List<String> row(PublisherTally tally) {
        return List.of(
                tally.name(),
                tally.channel(),
                number(tally.acknowledged()),
                number(tally.refused()),
                number(tally.unknownSeen()),
                number(tally.unknownUnseen()));
    }

    private List<String> row(ClientTally tally) {
        return List.of(
                tally.client(),
                number(tally.subscribers()),
                number(tally.received()),
                number(tally.reconnects()),
                number(tally.recovered()),
                number(tally.notRecovered()),
                number(tally.untold()),
                number(tally.foreign()),
                count(tally, Breach.LOST),
                count(tally, Breach.TWICE),
                count(tally, Breach.OUT_OF_ORDER),
                count(tally, Breach.DISHONEST),
                count(tally, Breach.BEHIND),
                seconds(tally.catchUp(), CatchUp::p50),
                seconds(tally.catchUp(), CatchUp::p99),
                seconds(tally.catchUp(), CatchUp::max));
    }

    private String count(ClientTally tally, Breach breach) {
        return number(report.judgement().count(breach, tally.client()));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(CatchUp catchUp, Function<CatchUp, Duration> which) {
        return catchUp.count() == 0
                ? "–"
                : String.format(Locale.ROOT, "%.2f s", which.apply(catchUp).toMillis() / 1e3);
    }

    /// @param texts how many columns, from the first, are not numbers
    private void table(List<String> heads, int texts, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(heads);
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < heads.size(); i++) {
                int column = i;
                int width = all.stream().mapToInt(it -> it.get(column).length()).max().orElse(1);
                text.append(String.format((i < texts ? "%-" : "%") + width + "s  ", row.get(i)));
            }
            line(text.toString().stripTrailing());
        }
        line("");
    }

    private void faults() {
        Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
        report.faults().stream()
                .filter(it -> it.stage() == FaultRecord.Stage.BEGAN)
                .forEach(it -> counts.merge(it.kind(), 1L, Long::sum));
        line(
                "Faults: %s (seed %d)"
                        .formatted(
                                counts.isEmpty()
                                        ? "none"
                                        : counts.entrySet().stream()
                                                .map(it -> it.getValue() + " " + it.getKey())
                                                .collect(Collectors.joining(", ")),
                                report.plan().seed()));
        String missing =
                report.faultsThatDidNotCome().stream()
                        .map(FaultKind::toString)
                        .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            line(
                    "Asked for, but there was no time for it: %s. A longer run has it."
                            .formatted(missing));
        }
    }

    private void findings(List<Finding> findings) {
        for (Breach breach : Breach.values()) {
            List<Finding> all = findings.stream().filter(it -> it.breach() == breach).toList();
            if (all.isEmpty()) {
                continue;
            }
            line("");
            line("%s: %s".formatted(breach.label().toUpperCase(Locale.ROOT), breach.meaning()));
            for (Finding finding : all) {
                boolean more = finding.count() > finding.examples().size();
                line(
                        "  %s, %s: %s time%s: %s%s"
                                .formatted(
                                        finding.who(),
                                        finding.channel(),
                                        number(finding.count()),
                                        finding.count() == 1 ? "" : "s",
                                        String.join("; ", finding.examples()),
                                        more ? "; …" : ""));
            }
        }
    }

    private void verdict() {
        line("");
        line(
                switch (report.verdict()) {
                    case CLEAN -> clean();
                    case BROKEN -> "BROKEN: " + String.join(", ", broken());
                    case UNFINISHED -> "COULD NOT RUN TO THE END: %s".formatted(hindrance());
                });
    }

    private String clean() {
        Judgement judgement = report.judgement();
        return "CLEAN: %s acknowledged publications, %s without an answer; %s, nothing twice, one order, every recovery honest."
                .formatted(
                        number(sum(judgement.publishers(), PublisherTally::acknowledged)),
                        number(
                                sum(
                                        judgement.publishers(),
                                        it -> it.unknownSeen() + it.unknownUnseen())),
                        lost(judgement.clients()));
    }

    /// That nothing is lost can be said only where nobody was told that something may be.
    private static String lost(List<ClientTally> clients) {
        long told = sum(clients, ClientTally::notRecovered);
        long untold = sum(clients, ClientTally::untold);
        if (told == 0 && untold == 0) {
            return "nothing lost";
        }
        return "nothing lost unsaid"
                + (told == 0
                        ? ""
                        : ", %s told that something may be missing".formatted(times(told)))
                + (untold == 0
                        ? ""
                        : ", %s by a protocol that cannot tell".formatted(times(untold)));
    }

    private static String times(long count) {
        return count == 1 ? "once" : number(count) + " times";
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> number) {
        return all.stream().mapToLong(number).sum();
    }

    private List<String> broken() {
        List<String> labels = new ArrayList<>();
        report.judgement().findings().stream()
                .map(it -> it.breach().label())
                .distinct()
                .forEach(labels::add);
        if (!report.away().isEmpty()) {
            labels.add("not subscribed at the end");
        }
        return labels;
    }

    private String hindrance() {
        return report.injectorFailure().isPresent()
                ? "faults could not go on"
                : "a bug of this program";
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
