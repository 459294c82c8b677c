package dev.duplex.verify.judge;

import java.util.List;

/// What came of a run.
///
/// @param findings what was done wrong; none if all is well
/// @param publishers what became of publications, by publisher
/// @param clients what subscribers heard, by kind of client
public record Judgement(
        List<Finding> findings, List<PublisherTally> publishers, List<ClientTally> clients) {
    public Judgement {
        findings = List.copyOf(findings);
        publishers = List.copyOf(publishers);
        clients = List.copyOf(clients);
    }

    /// Whether nothing was done wrong.
    public boolean isClean() {
        return findings.isEmpty();
    }

    /// How often something was done wrong.
    public long count(Breach breach) {
        return findings.stream()
                .filter(it -> it.breach() == breach)
                .mapToLong(Finding::count)
                .sum();
    }

    /// How often something was done wrong to subscribers of a kind of client, or to publishers.
    public long count(Breach breach, String client) {
        return findings.stream()
                .filter(it -> it.breach() == breach && it.client().equals(client))
                .mapToLong(Finding::count)
                .sum();
    }
}
