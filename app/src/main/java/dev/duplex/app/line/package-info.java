/// Slow lines, for the demos of the development mode: connections of which the server lets through only so much a second, as a slow
/// network would.
///
/// Mounted in development mode only. May import: the JDK, `dev.duplex`, `dev.duplex.http`, `dev.duplex.channels`, `dev.duplex.json`,
/// `dev.duplex.app.services`, and `dev.duplex.app.wire` for which pages may ask. Start reading at `SlowLines`, then `LineSession`.
@NullMarked
package dev.duplex.app.line;

import org.jspecify.annotations.NullMarked;
