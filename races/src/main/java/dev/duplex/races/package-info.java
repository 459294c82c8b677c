/// `./stress`: races of the hub, and of what passes between a session's lane and other threads, each a handful of calls by two threads at once, run some hundred thousand times by
/// jcstress. What may come of a race is written on it; anything else is a failure.
///
/// May import: `channels`, messages and sessions of `server`, jcstress. Start reading at `TwoPublishers`, then `Stage`.
@NullMarked
package dev.duplex.races;

import org.jspecify.annotations.NullMarked;
