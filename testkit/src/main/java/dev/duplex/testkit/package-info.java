/// What tests stand on, ours and those of programs that embed Duplex.
///
/// May import: the server's public API and the JDK; `RawWebSocket` and its parts the JDK only.
/// Start reading at `RawWebSocket` to test over real sockets.
@NullMarked
package dev.duplex.testkit;

import org.jspecify.annotations.NullMarked;
