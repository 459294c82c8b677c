/// A channel at a URL: clients that have no protocol of their own, a bare WebSocket, `sockjs-client` or EventSource, get what is
/// published in the channel that the path names, and nothing else.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.http`, `dev.duplex.json`, `access`, `channels`.
/// The way of a message: `Plain` (the endpoint) → `PlainClient` (a session), or `EventStream` (a response) → `Visit`, which they have in
/// common: who it is, whether it may, when it is over → the hub. `Incoming` says what is published of what a client sends; `Events`
/// how a publication looks in an event stream.
/// Start reading at `Plain`, then `Visit`.
@NullMarked
package dev.duplex.plain;

import org.jspecify.annotations.NullMarked;
