/// A room with a tick loop, for games and simulations: what players send is queued, a tick at a fixed rate takes it and moves the
/// world, and each player gets a view of it. Not to be mixed up with the rooms of [dev.duplex.Session#subscribe], which only pass
/// messages on.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.channels` for lanes and payloads, `dev.duplex.websocket` for close codes: what a
/// program could write itself.
/// Start reading at `Room`, then `RoomHandler` and `Pace`.
@NullMarked
package dev.duplex.room;

import org.jspecify.annotations.NullMarked;
