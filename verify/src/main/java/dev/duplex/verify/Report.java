package dev.duplex.verify;

import dev.duplex.verify.faults.FaultRecord;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.Judgement;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run came to.
///
/// @param plan what was run
/// @param server where
/// @param time how long it took
/// @param faults what was injected, in order
/// @param injectorFailure why faults could not be injected or undone, such as a server that does not come up again; empty if they could
/// @param away which subscribers were not subscribed at the end, and why
/// @param judgement what was right and wrong
public record Report(
        Plan plan,
        URI server,
        Duration time,
        List<FaultRecord> faults,
        Optional<String> injectorFailure,
        Map<String, String> away,
        Judgement judgement) {
    public Report {
        faults = List.copyOf(faults);
        away = new LinkedHashMap<>(away);
    }

    /// Whether nothing was wrong.
    public boolean isClean() {
        return judgement.isClean() && injectorFailure.isEmpty() && away.isEmpty();
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
