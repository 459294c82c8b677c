package dev.duplex.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpHeaders;

/// Turns an HTTP connection into something else.
interface TakeOver {
    /// Writes `101 Switching Protocols` with these fields, takes everything of HTTP from the
    /// pipeline, its timeouts too, and puts `handler` there. Bytes that came behind the request's
    /// head are given to `handler` before this method returns, so that it must be ready for them in
    /// `handlerAdded`; what that writes goes out behind the 101, in one flush with it.
    ///
    /// Called on the event loop, at most once, and not after a response has begun. Reading is on
    /// (`autoRead`) afterwards. The exchange is over then, and its `onClosed` is called.
    ///
    /// @throws IllegalStateException if a response has begun or the exchange is over
    Channel takeOver(HttpHeaders responseFields, ChannelHandler handler);
}
