/// The servers under measurement, each a program of its own: `/ws/echo` answers each message with
/// itself, `/ws/broadcast` gives each message to every connection there. (Bun's is
/// `peers/bun/server.js`.) Arguments: the port, and `--deflate` if compression is to be agreed to;
/// `ready PORT` is printed when connections are taken.
///
/// May import: `dev.duplex` and Netty, each in its own peer. Start reading at `NettyPeer`.
@NullMarked
package dev.duplex.bench.peer;

import org.jspecify.annotations.NullMarked;
