/// The public API: a `Server` has `Endpoint`s, an endpoint gets `Session`s, a session carries
/// `Message`s and ends with a `CloseReason`.
///
/// May import: the JDK, `dev.duplex.channels`, `dev.duplex.http`; its package-private parts also
/// `dev.duplex.transport`. No type of Netty appears in a public signature.
/// Start reading at `Server`, then `Endpoint` and `Session`.
@NullMarked
package dev.duplex;

import org.jspecify.annotations.NullMarked;
