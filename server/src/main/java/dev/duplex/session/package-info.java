/// What all sessions have in common, whatever carries them: `LaneSession`, the hand-off from any
/// thread to the session's lane, rooms, attributes; and `DetachedSession`, which outlives the
/// requests that carry it, with what these requests share (`HttpReceiver`, `HttpSending`, `HttpAnswers`). Not for use by programs.
///
/// May import: the JDK, `dev.duplex.channels`, the API's types, `dev.duplex.http`, and of
/// `dev.duplex.websocket` the close codes and the rate limit. No type of Netty.
/// Start reading at `Carrier`, then `LaneSession`.
@NullMarked
package dev.duplex.session;

import org.jspecify.annotations.NullMarked;
