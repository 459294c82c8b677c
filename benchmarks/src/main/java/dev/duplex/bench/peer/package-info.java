/// The servers under measurement, each a program of its own: `/ws/echo` answers each message with
/// itself, `/ws/broadcast` gives each message to every connection there. (Those that are not on a JVM
/// are in `peers/`.) Duplex also answers `GET /hello`, speaks TLS, and
/// has SockJS sessions that last at `/waiting` and a [Feed][dev.duplex.bench.peer.Feed] at `/feed`. Arguments: the port,
/// `--deflate` if compression is to be agreed to, and `--tls=DIRECTORY` for TLS with the `chain.pem` and
/// `key.pem` in it; `ready PORT` is printed when connections are taken.
///
/// Each peer is written as its own documentation would have it: text as a string where that is what its
/// interface gives, one event loop where it can be told so.
///
/// May import: `dev.duplex`, Netty, Jetty, Undertow, Vert.x and Java-WebSocket, each in its own peer. Start
/// reading at `NettyPeer`.
@NullMarked
package dev.duplex.bench.peer;

import org.jspecify.annotations.NullMarked;
