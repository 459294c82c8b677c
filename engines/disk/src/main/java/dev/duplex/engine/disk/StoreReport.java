package dev.duplex.engine.disk;

import java.util.List;

/// What is wrong with a store.
///
/// @param statistics of what can be read
/// @param problems a sentence for each, [#PROBLEMS] at most
/// @param moreProblems how many there are beyond these
/// @param keptPublications how many [DiskStore#salvage] would take along
/// @param lostPublications how many it would not take along: what cannot be read, what precedes that in its
///     channel, and, of a damaged log, what can still be read behind the damage. There may have been more
/// @param lostChannels how many channels it would know nothing of
public record StoreReport(
        StoreStatistics statistics,
        List<String> problems,
        long moreProblems,
        long keptPublications,
        long lostPublications,
        long lostChannels) {
    /// How many problems are told.
    public static final int PROBLEMS = 100;

    public StoreReport {
        problems = List.copyOf(problems);
    }

    /// Whether nothing is wrong.
    public boolean isSound() {
        return problems.isEmpty();
    }
}
