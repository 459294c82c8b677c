/// The public API: a `Server` has `Endpoint`s, an endpoint gets `Session`s, a session carries
/// `Message`s and ends with a `CloseReason`.
///
/// May import: the JDK, `dev.duplex.channels`, `dev.duplex.http`, the codec (`dev.duplex.websocket`) for the options of WebSocket and
/// for close codes. What programs do not see of it, `Server` and `Client` above all, wires `transport`, `session`, `sockjs` and `streamed`: no
/// type of those, nor of Netty, appears in a public signature.
/// Start reading at `Server`, then `Endpoint` and `Session`.
@NullMarked
package dev.duplex;

import org.jspecify.annotations.NullMarked;
