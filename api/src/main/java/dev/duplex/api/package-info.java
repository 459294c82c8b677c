/// The hub over HTTP: what the servers of an application publish, read and have done to connections, in the shapes that clients of
/// Centrifugo's API send and expect.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.http`, `dev.duplex.channels`, of its `engine` what is told of the nodes, `dev.duplex.json`,
/// jackson-core.
/// The way of a request: `Api` (path, key, limits, on the event loop) → `Calls` (on a thread of its own) → the method of the
/// table `Methods`, which says also what `OpenApi` tells of it.
/// Start reading at `Api`; then `Methods`.
@NullMarked
package dev.duplex.api;

import org.jspecify.annotations.NullMarked;
