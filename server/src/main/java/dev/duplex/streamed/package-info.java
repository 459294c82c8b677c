/// Sessions of protocols that go by plain HTTP (`StreamedProtocol`): one response streams what a session sends, requests beside it bring
/// what its client sends. Not for use by programs; `Server.Builder.streamed` is.
///
/// `StreamedService` serves one protocol. `StreamedFraming` puts its `StreamForm` into responses, `MessageRequest` brings a message to
/// its session. `Forwarding` is the way to sessions of other nodes, `Arriving` the way from there, which brings a `RelayedMessage`.
///
/// May import: the JDK, the API, `dev.duplex.http`, `dev.duplex.session`, `dev.duplex.channels`. No type of Netty.
/// Start reading at `StreamedService`.
@NullMarked
package dev.duplex.streamed;

import org.jspecify.annotations.NullMarked;
