/// What the hub asks of whatever keeps channels: memory, a disk, a broker. An engine is three things,
/// `Streams`, `Presence` and `Cluster`, of which each may be of another make.
///
/// May import: the JDK, and the values of `channels`. Knows no subscriber and no lane.
/// Everything is asynchronous and written for an engine behind a network: completions may come on any
/// thread, and before the call returns; the hub hops to where it needs to be. What an engine has to
/// keep to is in words here, and in tests in `testkit`'s `EngineContract`. What engines share is here too: how they write what they keep
/// (`RecordWriter`, `RecordReader`), and how they complain (`Complaints`).
/// Start reading at `Streams`.
@NullMarked
package dev.duplex.channels.engine;

import org.jspecify.annotations.NullMarked;
