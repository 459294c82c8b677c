/// A streaming HTTP exchange with back-pressure, and what is written on it (static files, event streams).
///
/// May import: the JDK, `dev.duplex.channels`. No type of Netty: the exchange is implemented in `dev.duplex.transport`.
/// Start reading at `HttpExchange`; then `StaticFiles`, written on nothing else.
@NullMarked
package dev.duplex.http;

import org.jspecify.annotations.NullMarked;
