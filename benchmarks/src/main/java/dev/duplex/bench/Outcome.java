package dev.duplex.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What came of one scenario: for each peer its turns, or why there are none. A comparison of many is not to end because of one.
final class Outcome<T> {
    private final Map<Peer, List<T>> turns = new EnumMap<>(Peer.class);
    private final Map<Peer, String> missing = new EnumMap<>(Peer.class);
    private boolean failed;

    /// Something to do with a peer.
    interface Attempt {
        /// @throws BenchException if it cannot be done, or what came was wrong
        void make() throws InterruptedException;
    }

    void add(Peer peer, T turn) {
        turns.computeIfAbsent(peer, _ -> new ArrayList<>()).add(turn);
    }

    /// A peer is not to be had here.
    void unavailable(Peer peer, String why) {
        missing.put(peer, "not available: " + why);
    }

    /// Does something with a peer, which is missing from then on if that fails, and what it had is void.
    void attempt(Peer peer, Scenario scenario, Progress progress, Attempt attempt)
            throws InterruptedException {
        try {
            attempt.make();
        } catch (BenchException e) {
            failed = true;
            String why = Objects.requireNonNull(e.getMessage());
            missing.put(peer, "no result: " + summary(why));
            turns.remove(peer);
            progress.missing(scenario, peer, why);
        }
    }

    /// The first line, and where that announces what a server said, the last.
    private static String summary(String why) {
        List<String> lines = why.strip().lines().toList();
        String first = lines.getFirst();
        return first.endsWith(":") ? first + " " + lines.getLast() : first;
    }

    /// Whether a peer that was there has no result.
    boolean failed() {
        return failed;
    }

    /// Those that are not missing, in their order.
    List<Peer> withoutMissing(Collection<Peer> peers) {
        return peers.stream().filter(peer -> !missing.containsKey(peer)).toList();
    }

    /// Those of a peer, in their order; none if it is missing.
    List<T> turns(Peer peer) {
        return turns.getOrDefault(peer, List.of());
    }

    /// Why there are none.
    Optional<String> missing(Peer peer) {
        return Optional.ofNullable(missing.get(peer));
    }

    /// All turns of all.
    List<T> all() {
        return turns.values().stream().flatMap(List::stream).toList();
    }
}
