package dev.duplex.websocket;

import io.netty.buffer.ByteBuf;

/// No extension: messages are what they are.
final class NoCompression implements Compression {
    @Override
    public boolean isNegotiated() {
        return false;
    }

    @Override
    public boolean compresses(int length) {
        return false;
    }

    @Override
    public ByteBuf deflate(ByteBuf payload, int index, int length) {
        throw new IllegalStateException("no compression was negotiated");
    }

    @Override
    public Outcome inflate(ByteBuf in, boolean last, ByteBuf out, int maxBytes) {
        throw new IllegalStateException("no compression was negotiated");
    }

    @Override
    public void close() {}
}
