package dev.duplex.verify;

import dev.duplex.faults.FaultRecord;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.judge.CatchUp;
import dev.duplex.verify.judge.ClientTally;
import dev.duplex.verify.judge.Finding;
import dev.duplex.verify.judge.Kept;
import dev.duplex.verify.judge.PublisherTally;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report in JSON. docs/guide/verify.md has the names.
final class ReportJson {
    private ReportJson() {}

    static Map<String, Object> of(Report report) {
        return object(
                "verdict", report.verdict().name().toLowerCase(Locale.ROOT),
                "servers", report.servers().stream().map(URI::toString).toList(),
                "balancer", report.balancer().orElse(""),
                "seconds", seconds(report.time()),
                "plan", plan(report.plan()),
                "findings", report.judgement().findings().stream().map(ReportJson::of).toList(),
                "away", Map.copyOf(report.away()),
                "bugs", report.bugs(),
                "injectorFailure", report.injectorFailure().orElse(""),
                "publishers", report.judgement().publishers().stream().map(ReportJson::of).toList(),
                "clients", report.judgement().clients().stream().map(ReportJson::of).toList(),
                "faults", report.faults().stream().map(ReportJson::of).toList(),
                "faultsThatDidNotCome",
                        report.faultsThatDidNotCome().stream().map(Object::toString).toList());
    }

    private static Map<String, Object> plan(Plan plan) {
        return object(
                "channels", plan.channels(),
                "clients", plan.clients().stream().map(ClientKind::label).toList(),
                "externals", List.copyOf(plan.externals().keySet()),
                "subscribers", plan.subscribers(),
                "sleepers", plan.sleepers(),
                "publishers", plan.publishers().stream().map(PublisherKind::label).toList(),
                "rate", plan.rate(),
                "seconds", seconds(plan.duration()),
                "faults", plan.faults().stream().map(Object::toString).sorted().toList(),
                "seed", plan.seed(),
                "lingerSeconds", seconds(plan.linger()),
                "recoveryDemanded", plan.recoveryDemanded(),
                "kept", plan.kept().map(ReportJson::of).orElse(Map.of()));
    }

    private static Map<String, Object> of(Kept kept) {
        return object("publications", kept.publications(), "seconds", seconds(kept.time()));
    }

    private static Object of(Finding finding) {
        return object(
                "breach", finding.breach().label(),
                "meaning", finding.breach().meaning(),
                "channel", finding.channel(),
                "who", finding.who(),
                "client", finding.client(),
                "count", finding.count(),
                "examples", finding.examples());
    }

    private static Object of(PublisherTally tally) {
        return object(
                "name", tally.name(),
                "channel", tally.channel(),
                "acknowledged", tally.acknowledged(),
                "refused", tally.refused(),
                "unknownSeen", tally.unknownSeen(),
                "unknownUnseen", tally.unknownUnseen());
    }

    private static Object of(ClientTally tally) {
        CatchUp catchUp = tally.catchUp();
        return object(
                "client",
                tally.client(),
                "subscribers",
                tally.subscribers(),
                "received",
                tally.received(),
                "reconnects",
                tally.reconnects(),
                "recovered",
                tally.recovered(),
                "notRecovered",
                tally.notRecovered(),
                "untold",
                tally.untold(),
                "foreign",
                tally.foreign(),
                "catchUpSeconds",
                object(
                        "count", catchUp.count(),
                        "p50", seconds(catchUp.p50()),
                        "p99", seconds(catchUp.p99()),
                        "max", seconds(catchUp.max())));
    }

    private static Object of(FaultRecord fault) {
        return object(
                "at", fault.at().toString(),
                "fault", fault.kind().toString(),
                "undone", fault.stage() == FaultRecord.Stage.UNDONE,
                "what", fault.what());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return object;
    }
}
