/// The servers under measurement, each a program of its own: `/ws/echo` answers each message with
/// itself, `/ws/broadcast` gives each message to every connection there. (Bun's is
/// `peers/bun/server.js`.) Duplex also answers `GET /hello`, speaks TLS, and
/// has SockJS sessions that last at `/waiting` and a [Feed][dev.duplex.bench.peer.Feed] at `/feed`. Arguments: the port,
/// `--deflate` if compression is to be agreed to, and `--tls=DIRECTORY` for TLS with the `chain.pem` and
/// `key.pem` in it; `ready PORT` is printed when connections are taken.
///
/// May import: `dev.duplex` and Netty, each in its own peer. Start reading at `NettyPeer`.
@NullMarked
package dev.duplex.bench.peer;

import org.jspecify.annotations.NullMarked;
