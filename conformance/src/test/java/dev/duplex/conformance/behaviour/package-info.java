/// What Duplex promises beyond the specifications: limits, keep-alive, rooms, shutdown.
///
/// May import: the public API, the testkit, the parent package. Start reading at `FullDuplexTest`.
@NullMarked
package dev.duplex.conformance.behaviour;

import org.jspecify.annotations.NullMarked;
