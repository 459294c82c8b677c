/// Fossil deltas: what changed between two payloads.
///
/// May import: the JDK only. Start reading at `FossilDelta`.
@NullMarked
package dev.duplex.centrifuge.delta;

import org.jspecify.annotations.NullMarked;
