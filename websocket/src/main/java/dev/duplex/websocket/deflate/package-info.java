/// permessage-deflate (RFC 7692): its parameters and how they are negotiated, and the two halves
/// that compress and decompress a message.
///
/// May import: the JDK, Netty's buffers, `handshake.Extension`.
/// Start reading at `DeflateNegotiation`.
@NullMarked
package dev.duplex.websocket.deflate;

import org.jspecify.annotations.NullMarked;
