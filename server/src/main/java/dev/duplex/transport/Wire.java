package dev.duplex.transport;

import io.netty.buffer.ByteBuf;

/// What carries the bytes of a [WebSocketConnection], and tells it of those that come: a channel of Netty's
/// ([ChannelWire]), or a socket by itself ([SocketWire]). Called on the event loop only.
sealed interface Wire permits ChannelWire, SocketWire {
    /// Takes bytes that go out with the next [#flush], and releases them.
    void write(ByteBuf bytes);

    /// Gives what was written to the kernel, now or as soon as that has room.
    void flush();

    /// Bytes that were written and have not gone to the kernel.
    long pending();

    /// Has [WebSocketConnection#flushed] called when everything that was written until now has gone to the kernel, perhaps
    /// before this returns, if nothing fails before.
    void awaitWritten();

    /// Whether bytes wait, and none has gone out since the last call.
    boolean stalled();

    /// Reads from the peer, or does not.
    void read(boolean on);

    /// Ends this side of the connection behind everything that was written, and leaves the peer time to end its own.
    void endOutput();

    /// The same when the peer has sent its Close, behind which it may send nothing (RFC 6455 §5.5.1): there is nothing to wait
    /// for, and the connection may be closed behind what was written.
    void endOutputAfterClose();

    /// Closes the connection behind everything that was written, after the peer has ended its side.
    void closeBehind();

    /// Closes the connection at once: [WebSocketConnection#lost] is called from within, and [WebSocketConnection#gone] follows
    /// later.
    void close();
}
