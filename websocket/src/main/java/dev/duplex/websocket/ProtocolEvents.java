package dev.duplex.websocket;

import io.netty.buffer.ByteBuf;

/// What a connection's peer did. Called from within [WebSocketProtocol]'s methods; an
/// implementation may call its sending and closing methods from here.
public interface ProtocolEvents {
    /// A whole message: `length` bytes of `buffer` from `index`, valid during the call. The buffer
    /// stays the protocol's; it may be kept by retaining it.
    void message(boolean text, ByteBuf buffer, int index, int length);

    /// The peer answered a ping.
    void pong(long roundTripNanos);

    /// The peer's Close came: 1005 if it had no code. Nothing comes from the peer after it.
    void peerClosed(int code, String reason);

    /// The peer broke the protocol or a limit: a Close with this code and reason went out, if none
    /// had, and nothing it sends counts any more. 1006: it fell silent.
    void failed(int code, String reason);
}
