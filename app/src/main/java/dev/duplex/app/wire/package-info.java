/// The trace behind the development page's wire view: which connections belong to an open page,
/// what goes over them, told to that page as Server-Sent Events.
///
/// Mounted in development mode only. May import: the JDK, the public API of `dev.duplex` and
/// `dev.duplex.http`, `dev.duplex.json`, `dev.duplex.channels.Offer`, and `dev.duplex.websocket.frame.FrameHeader` with
/// the Netty buffer it reads from. Start reading at `WireTrace`, then `TracedConnection`.
@NullMarked
package dev.duplex.app.wire;

import org.jspecify.annotations.NullMarked;
