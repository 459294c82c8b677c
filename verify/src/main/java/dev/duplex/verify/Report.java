package dev.duplex.verify;

import dev.duplex.faults.FaultKind;
import dev.duplex.faults.FaultRecord;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.Judgement;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a run came to.
///
/// @param plan what was run
/// @param servers where, each node
/// @param balancer which of the run's own led clients there; empty if none did
/// @param time how long it took
/// @param faults what was injected, in order
/// @param injectorFailure why faults could not be injected or undone, such as a server that does not come up again; empty if they could
/// @param bugs who of our own publishers and subscribers ended by a bug, in words; they are not judged
/// @param away which subscribers were not subscribed at the end, and why
/// @param judgement what was right and wrong
public record Report(
        Plan plan,
        List<URI> servers,
        Optional<String> balancer,
        Duration time,
        List<FaultRecord> faults,
        Optional<String> injectorFailure,
        List<String> bugs,
        Map<String, String> away,
        Judgement judgement) {
    /// What it comes to in a word.
    public enum Verdict {
        /// Nothing was wrong.
        CLEAN,
        /// The server did something wrong.
        BROKEN,
        /// Nothing was seen to be wrong, but the run could not go on to its end.
        UNFINISHED
    }

    public Report {
        servers = List.copyOf(servers);
        faults = List.copyOf(faults);
        bugs = List.copyOf(bugs);
        away = new LinkedHashMap<>(away);
    }

    public Verdict verdict() {
        if (!judgement.isClean() || !away.isEmpty()) {
            return Verdict.BROKEN;
        }
        return injectorFailure.isPresent() || !bugs.isEmpty() ? Verdict.UNFINISHED : Verdict.CLEAN;
    }

    /// Whether nothing was wrong, and it went on to its end.
    public boolean isClean() {
        return verdict() == Verdict.CLEAN;
    }

    /// Which faults were asked for and did not come.
    public Set<FaultKind> faultsThatDidNotCome() {
        Set<FaultKind> missing = EnumSet.noneOf(FaultKind.class);
        missing.addAll(plan.faults());
        faults.forEach(it -> missing.remove(it.kind()));
        return missing;
    }

    /// For people: several lines.
    public String text() {
        return new ReportText(this).toString();
    }

    /// The same for programs, on one line.
    public String json() {
        return Json.write(ReportJson.of(this));
    }
}
