/// What the program serves: channels (`Channels`) to whom `ClientAccess` lets in, the HTTP API, the metrics, whether it is ready; the page of
/// the development mode and the scripts of clients; the echo, and the services that test clients need.
///
/// May import: the JDK, and of Duplex all that programs can use (`dev.duplex`, `http`, `channels` and its engines, `access`, `tokens`, `api`,
/// `metrics`, the dialects), `app.config` for what was configured; not `app` itself, its trace or its feed, which are above it, nor
/// `transport`, nor Netty.
/// Start reading at `Channels`, then `Routes`.
@NullMarked
package dev.duplex.app.services;

import org.jspecify.annotations.NullMarked;
