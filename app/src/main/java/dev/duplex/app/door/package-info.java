/// What the front page of the development mode shows at its doors: what happens behind each, told in a channel (`door:…`) while somebody
/// looks. Who looks is in no demo's channel or room, and so counts nowhere and wakes nothing.
///
/// Mounted in development mode only. May import: the JDK, `dev.duplex.channels`, and `dev.duplex.app.services` for its lane. What happens it is
/// given as functions ([Glance]): it knows none of the demos. Start reading at `Doors`.
@NullMarked
package dev.duplex.app.door;

import org.jspecify.annotations.NullMarked;
