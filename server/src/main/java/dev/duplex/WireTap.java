package dev.duplex;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Sees the plain bytes (inside TLS) of every connection, both ways: a tool for development, given
/// to `Server.Builder.wireTap`. All methods run on the connection's event loop; they must not
/// block, and must not throw.
public interface WireTap {
    /// A connection was accepted.
    ///
    /// @return who listens to this connection
    Connection accepted(InetSocketAddress remote);

    /// The bytes of one connection. `bytes` is read-only and valid during the call only.
    interface Connection {
        /// Bytes that came from the peer, before anyone has acted on them.
        void received(ByteBuffer bytes);

        /// Bytes that go to the peer.
        void sent(ByteBuffer bytes);

        /// The connection is gone.
        void closed();
    }
}
