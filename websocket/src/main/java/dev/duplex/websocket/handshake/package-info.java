/// The opening handshake as pure functions: header fields in, an acceptance or a refusal out
/// (RFC 6455 §4, §9.1, §11.3).
///
/// May import: the JDK and `deflate` (whose parameters it negotiates). No I/O, no Netty.
/// Start reading at `ServerHandshake`.
@NullMarked
package dev.duplex.websocket.handshake;

import org.jspecify.annotations.NullMarked;
