package dev.duplex.app.arena;

import java.util.Collection;
import java.util.List;

/// A world as it is after a tick, for who shows it. What it holds may change with the next one.
///
/// @param bots how many bots are wanted
/// @param fired those of the bolts that were shot in this tick
/// @param hits bolts that hit a ship in this tick, and are gone
record Scene(
        long tick,
        int bots,
        Collection<Ship> ships,
        List<Bolt> bolts,
        List<Bolt> fired,
        List<Bolt> hits,
        List<Spark> sparks) {}
