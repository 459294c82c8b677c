/// Netty, and nothing but: event loops, TLS, HTTP/1.1, the upgrade, and the connections that
/// carry sessions. Not for use by programs; public only where `dev.duplex` needs it.
///
/// May import: everything below it (`websocket`, `channels`, Netty) and the API's types.
/// Start reading at `Transport`, then `HttpConnection` and `WebSocketConnection`.
@NullMarked
package dev.duplex.transport;

import org.jspecify.annotations.NullMarked;
