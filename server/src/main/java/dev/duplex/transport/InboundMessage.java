package dev.duplex.transport;

import dev.duplex.Message;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// A message as a callback sees it: a window on the buffer it came in. One object serves all
/// messages of a session, one after another.
final class InboundMessage implements Message {
    private Kind kind = Kind.BINARY;
    private ByteBuf buffer = io.netty.buffer.Unpooled.EMPTY_BUFFER;
    private int index;
    private int length;

    void set(boolean text, ByteBuf buffer, int index, int length) {
        kind = text ? Kind.TEXT : Kind.BINARY;
        this.buffer = buffer;
        this.index = index;
        this.length = length;
    }

    /// After the callback: whoever kept the message sees an empty one, not another's bytes.
    void clear() {
        set(false, io.netty.buffer.Unpooled.EMPTY_BUFFER, 0, 0);
    }

    ByteBuf source() {
        return buffer;
    }

    int index() {
        return index;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int size() {
        return length;
    }

    @Override
    public ByteBuffer buffer() {
        return buffer.nioBuffer(index, length).asReadOnlyBuffer();
    }

    @Override
    public byte[] bytes() {
        byte[] copy = new byte[length];
        buffer.getBytes(index, copy);
        return copy;
    }

    @Override
    public String string() {
        return buffer.toString(index, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind + "[" + length + ", borrowed]";
    }
}
