/// The load: WebSocket clients on bare Netty channels, one event loop, made to cost less than any
/// server that they drive.
///
/// May import: the JDK, Netty, HdrHistogram; nothing of Duplex, so that it judges every server alike
/// and shares no fault with ours. Start reading at `Traffic`, then `LoadConnection`.
@NullMarked
package dev.duplex.bench.load;

import org.jspecify.annotations.NullMarked;
