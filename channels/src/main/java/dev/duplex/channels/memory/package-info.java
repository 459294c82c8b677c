/// The engine that keeps everything in the memory of one process: streams (`MemoryStreams`), presence, and a
/// cluster of one node. What it kept is gone with it, and positions of before are not valid after: it begins
/// with epochs of its own.
///
/// May import: the JDK, `channels.engine`, and the values of `channels`.
/// Start reading at `MemoryEngine`, then `MemoryStream`.
@NullMarked
package dev.duplex.channels.memory;

import org.jspecify.annotations.NullMarked;
