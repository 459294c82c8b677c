package dev.duplex.websocket;

import io.netty.buffer.ByteBuf;

/// The extension that a connection agreed on to transform its messages, or [#NONE]. One object
/// belongs to one connection.
public sealed interface Compression permits NoCompression, PerMessageDeflate {
    /// Nothing was agreed on.
    Compression NONE = new NoCompression();

    /// Whether RSV1 has a meaning (RFC 7692 §6).
    boolean isNegotiated();

    /// Whether a message of that many bytes is sent compressed.
    boolean compresses(int length);

    /// Compresses a whole message.
    ///
    /// @return what goes into the frame; the caller releases it
    ByteBuf deflate(ByteBuf payload, int index, int length);

    /// Decompresses the next bytes of a message and appends to `out`, which must be in one piece
    /// of memory; it grows to one byte over `maxBytes` at most.
    ///
    /// @param last whether the message ends with them
    Outcome inflate(ByteBuf in, boolean last, ByteBuf out, int maxBytes);

    /// Gives back what the connection holds.
    void close();
}
