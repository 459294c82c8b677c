/// What tests stand on, ours and those of programs that embed Duplex: an endpoint without a
/// network ([InMemorySession]), a lane that runs when the test says so ([ManualLane]).
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.http`, `dev.duplex.channels`, `dev.duplex.websocket`.
/// Start reading at `InMemorySession`.
@NullMarked
package dev.duplex.testkit;

import org.jspecify.annotations.NullMarked;
