/// RFC 7692, compression extensions for WebSocket: permessage-deflate.
///
/// May import: the public API, the testkit, the parent package. Start reading at `NegotiationTest`.
@NullMarked
package dev.duplex.conformance.rfc7692;

import org.jspecify.annotations.NullMarked;
