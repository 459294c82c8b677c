/// `./bench`: starts each server on a core of its own, drives it from another, and prints what a
/// message costs the server.
///
/// May import: everything that is here. Start reading at `Bench`, then `Rounds`.
@NullMarked
package dev.duplex.bench;

import org.jspecify.annotations.NullMarked;
