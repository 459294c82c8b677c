/// Thousands of connections that do whatever TCP lets them do, all at once, and what is left of them afterwards.
///
/// May import: the public API, the testkit, the parent package. Start reading at `StormTest`, then `Habit`.
@NullMarked
package dev.duplex.conformance.storm;

import org.jspecify.annotations.NullMarked;
