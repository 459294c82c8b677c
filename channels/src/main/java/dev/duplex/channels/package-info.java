/// The hub: who is subscribed to which channel, and the way of a publication to each of them.
///
/// May import: the JDK only. Knows no network, no JSON, no client protocol.
/// The way of a publication: `Hub` → `Channel` (offset, order) → `LaneQueue` (one drain per lane) →
/// `Subscriber`.
/// Start reading at `Hub`; then `Lane` and `Subscriber`, the seam to the event loops.
@NullMarked
package dev.duplex.channels;

import org.jspecify.annotations.NullMarked;
