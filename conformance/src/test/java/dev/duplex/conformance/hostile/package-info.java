/// Peers that mean harm or do not care: what they do costs nobody else anything.
///
/// May import: the public API, the testkit, the parent package. Start reading at `HostileSuite`.
@NullMarked
package dev.duplex.conformance.hostile;

import org.jspecify.annotations.NullMarked;
