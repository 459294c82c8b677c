/// JSON Web Tokens (RFC 7519) by which a backend says who a client is and which channels it may enter: verified (`TokenVerifier`, with
/// keys given or fetched, `Jwks`; on `SignatureThreads`, if that takes long), asked by dialects (`TokenAccess`), and made (`TokenSigner`).
///
/// May import: the JDK, `dev.duplex.access`, `dev.duplex.channels`, `dev.duplex.json`, nimbus-jose-jwt (signatures, key sets), jackson-core (claims).
/// Start reading at `TokenAccess`, then `TokenVerifier.verify`.
@NullMarked
package dev.duplex.tokens;

import org.jspecify.annotations.NullMarked;
