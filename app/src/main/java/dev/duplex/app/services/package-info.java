/// What the program itself serves, by WebSocket and by SockJS: the echo, the services that test clients
/// need; the page of the development mode, the script of SockJS's client; the metrics.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.channels`, `dev.duplex.http`, `dev.duplex.metrics`, the dialect.
/// Start reading at `TestServices`, then `Routes`.
@NullMarked
package dev.duplex.app.services;

import org.jspecify.annotations.NullMarked;
