/// The ticker of the development mode: a simulated market (`Market`), whose prices are published while somebody is in their channel
/// (`TickerFeed`), and what its page asks for (`LiveTicker`).
///
/// Mounted in development mode only. May import: the JDK, `dev.duplex.http`, `dev.duplex.channels`, `dev.duplex.json`, jackson-core,
/// `dev.duplex.app.services`, and `dev.duplex.app.wire` for which pages may ask. Start reading at `TickerFeed`.
@NullMarked
package dev.duplex.app.ticker;

import org.jspecify.annotations.NullMarked;
