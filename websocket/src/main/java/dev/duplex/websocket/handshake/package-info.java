/// The opening handshake as pure functions: header fields in, an acceptance or a refusal out
/// (RFC 6455 §4, §9.1, §11.3).
///
/// May import: the JDK. No I/O, no Netty, and no extension by name: what an extension makes of its
/// parameters comes in through `ExtensionNegotiator`.
/// Start reading at `ServerHandshake`; `ClientHandshake` is its mirror.
@NullMarked
package dev.duplex.websocket.handshake;

import org.jspecify.annotations.NullMarked;
