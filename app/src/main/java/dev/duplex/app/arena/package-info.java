/// The arena of the development mode, a game for many: ships that collect sparks and shoot. `World` has the rules, `Bots` play by
/// them, `Requests` reads what clients send, `Frames` writes what they see, `Match` is all of that; none of these knows of a network.
/// `ArenaGame` puts a match into a `Room`, and `Arena` serves that.
///
/// May import: the JDK; `Arena` and `ArenaGame` also what embedding programs have (`dev.duplex`, `dev.duplex.room`), `dev.duplex.json` and
/// `app.services`.
/// Start reading at `ArenaGame`, then `Match` and `World`.
@NullMarked
package dev.duplex.app.arena;

import org.jspecify.annotations.NullMarked;
