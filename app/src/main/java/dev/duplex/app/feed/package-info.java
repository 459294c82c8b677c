/// The feed of the page "Why WebSocket": simulated messages, told the same to everyone by polling, by
/// Server-Sent Events, by SockJS and by WebSocket; and what each of these costs on the wire.
///
/// Mounted in development mode only. May import: the JDK, `dev.duplex`, `dev.duplex.http`, `dev.duplex.json`,
/// `dev.duplex.channels.Offer`, `dev.duplex.app.services`, and `dev.duplex.app.wire` for reading heads.
/// Start reading at `LiveFeed`, then `Feed` and `UsageMeter`.
@NullMarked
package dev.duplex.app.feed;

import org.jspecify.annotations.NullMarked;
