/// The load: clients of WebSocket, SockJS and HTTP on bare Netty channels, one event loop, made to cost less than any
/// server that they drive. Where TLS is measured, BoringSSL does it here, for every server alike.
///
/// May import: the JDK, Netty, HdrHistogram; nothing of Duplex, so that it judges every server alike
/// and shares no fault with ours. Start reading at `Traffic`, then `MessageTraffic` and
/// `LoadConnection`, or `CarriedTraffic` and `CarriedClient`.
@NullMarked
package dev.duplex.bench.load;

import org.jspecify.annotations.NullMarked;
