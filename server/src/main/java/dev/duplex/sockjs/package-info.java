/// The SockJS protocol: one class for each transport, on the detached session that outlives requests.
/// Not for use by programs; `Server.Builder.sockJs` is.
///
/// `SockJsService` answers the URLs of one endpoint. A transport that receives (`XhrPolling`,
/// `XhrStreaming`, `EventSource`, `HtmlFile`, `JsonpPolling`) is a `Receiving`: how frames are wrapped
/// in a response. `SockJsWebSocket` is the protocol's framing above a WebSocket session.
///
/// Source: the protocol's definition, sockjs-protocol; sections of it are named by its test classes.
/// May import: the JDK, the API, `dev.duplex.http`, `dev.duplex.session`, `dev.duplex.channels`, and of
/// `dev.duplex.websocket` what knows no connection. No type of Netty.
/// Start reading at `SockJsService`.
@NullMarked
package dev.duplex.sockjs;

import org.jspecify.annotations.NullMarked;
