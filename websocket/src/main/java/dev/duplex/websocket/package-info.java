/// The WebSocket protocol without I/O: `WebSocketProtocol` takes bytes and time and gives events
/// and bytes. It is the only place that knows how a connection closes.
///
/// May import: the JDK, Netty's buffers, the packages below this one. No channels, no threads, no
/// clock, no log. Start reading at `WebSocketProtocol`.
@NullMarked
package dev.duplex.websocket;

import org.jspecify.annotations.NullMarked;
