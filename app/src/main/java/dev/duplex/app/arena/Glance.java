package dev.duplex.app.arena;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What goes on in the arena, in short, for who does not play: immutable, while the world goes on.
///
/// @param players who fly a ship now
/// @param bots how many bots there are
/// @param spots where ships are, but for those that are out
/// @param leader who has the most points, if somebody has one
record Glance(int players, int bots, List<Spot> spots, Optional<Leader> leader) {
    /// Before the first tick.
    static final Glance NOTHING = new Glance(0, 0, List.of(), Optional.empty());

    /// Where a ship is, in whole units.
    record Spot(int ship, int x, int y) {}

    /// @param name as it is shown
    record Leader(String name, int score) {}

    static Glance of(int players, int bots, Collection<Ship> ships) {
        List<Spot> spots =
                ships.stream()
                        .filter(it -> !it.isDown())
                        .map(it -> new Spot(it.id, (int) it.x, (int) it.y))
                        .toList();
        Optional<Leader> leader =
                ships.stream()
                        .filter(it -> it.score > 0)
                        .max(Comparator.comparingInt(it -> it.score))
                        .map(it -> new Leader(it.name, it.score));
        return new Glance(players, bots, spots, leader);
    }
}
