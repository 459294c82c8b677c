/// RFC 6455, the WebSocket protocol: handshake, framing, messages, closing.
///
/// May import: the public API, the testkit, the parent package. Start reading at `OpeningHandshakeTest`.
@NullMarked
package dev.duplex.conformance.rfc6455;

import org.jspecify.annotations.NullMarked;
