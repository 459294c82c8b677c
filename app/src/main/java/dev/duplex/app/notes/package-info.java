/// What makes notifications out of what users of the development mode do: who posts, likes, comments or writes to somebody calls a method, and the
/// server, which knows who calls and whose post it is about, publishes what came of it. In channels of `wall` and `notes` nobody else may.
///
/// Mounted in development mode only. May import: the JDK, `dev.duplex.channels`, `dev.duplex.json`, and `dev.duplex.websocket` for its rate limit.
/// Start reading at `Notifications`, then `Act`.
@NullMarked
package dev.duplex.app.notes;

import org.jspecify.annotations.NullMarked;
