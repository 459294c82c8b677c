/// The hub: who is subscribed to which channel, and the way of a publication to each of them.
///
/// May import: the JDK only. Knows no network, no JSON, no client protocol.
/// Start reading at `Hub`; then `Lane` and `Subscriber`, the seam to the event loops.
@NullMarked
package dev.duplex.channels;

import org.jspecify.annotations.NullMarked;
