package dev.duplex.bench.codec;

import dev.duplex.websocket.Compression;
import dev.duplex.websocket.ProtocolContext;
import dev.duplex.websocket.ProtocolEvents;
import dev.duplex.websocket.ProtocolOutput;
import dev.duplex.websocket.ProtocolSettings;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.WebSocketProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;

/// Our protocol in the server's role, between a counter of messages and a buffer that is written
/// over and over.
final class DuplexCodec implements ProtocolEvents, ProtocolOutput {
    private static final int OUTPUT_BYTES = 1 << 16;
    private static final ProtocolSettings SETTINGS =
            new ProtocolSettings(
                    1 << 20,
                    16_384,
                    0,
                    0,
                    100,
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5));

    private final ByteBuf output = Unpooled.directBuffer(OUTPUT_BYTES, OUTPUT_BYTES);
    private final WebSocketProtocol protocol =
            new WebSocketProtocol(
                    new ProtocolContext(Role.SERVER, SETTINGS, ByteBufAllocator.DEFAULT, () -> 0),
                    Compression.NONE,
                    this,
                    this,
                    System.nanoTime());
    private long messages;

    /// @return messages so far
    long receive(ByteBuf bytes) {
        protocol.receive(bytes, System.nanoTime());
        return messages;
    }

    /// @return bytes in the output now
    int send(ByteBuf payload) {
        protocol.send(true, payload, payload.readerIndex(), payload.readableBytes());
        return output.writerIndex();
    }

    @Override
    public void message(boolean text, ByteBuf buffer, int index, int length) {
        messages++;
    }

    @Override
    public void pong(long roundTripNanos) {}

    @Override
    public void peerClosed(int code, String reason) {
        throw new IllegalStateException("closed: " + code + " " + reason);
    }

    @Override
    public void failed(int code, String reason) {
        throw new IllegalStateException("failed: " + code + " " + reason);
    }

    @Override
    public ByteBuf room(int bytes) {
        return output.writableBytes() < bytes ? output.clear() : output;
    }

    @Override
    public void pass(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public boolean full() {
        return false;
    }
}
