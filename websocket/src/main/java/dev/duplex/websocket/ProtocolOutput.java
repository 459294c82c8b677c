package dev.duplex.websocket;

import io.netty.buffer.ByteBuf;

/// Where a connection's bytes go, in the order in which they are given.
public interface ProtocolOutput {
    /// A buffer with room for that many more bytes, to which they are then appended. It stays the
    /// output's, and is good until the next call of this interface.
    ByteBuf room(int bytes);

    /// Takes over one reference of `bytes`, all of whose readable bytes go out.
    void pass(ByteBuf bytes);

    /// Whether so much is waiting to go out that an answer to a ping should wait too.
    boolean full();
}
