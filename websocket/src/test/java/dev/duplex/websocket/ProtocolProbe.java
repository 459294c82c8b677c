package dev.duplex.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A protocol with everything around it visible: bytes in as hex, events as text, bytes out as hex,
/// time by hand.
final class ProtocolProbe implements ProtocolEvents, ProtocolOutput {
    static final ProtocolSettings SETTINGS =
            new ProtocolSettings(
                    1024,
                    16,
                    0,
                    0,
                    0,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(3));

    final List<String> events = new ArrayList<>();
    final WebSocketProtocol protocol;
    private final ByteBuf out = Unpooled.buffer();
    boolean full;
    long now;

    /// What happens within a `message` event.
    Runnable onMessage = () -> {};

    ProtocolProbe(Role role, ProtocolSettings settings, Compression compression) {
        protocol =
                new WebSocketProtocol(
                        new ProtocolContext(
                                role, settings, UnpooledByteBufAllocator.DEFAULT, () -> 0x01020304),
                        compression,
                        this,
                        this,
                        0);
    }

    static ProtocolProbe server() {
        return new ProtocolProbe(Role.SERVER, SETTINGS, Compression.NONE);
    }

    static ProtocolProbe server(ProtocolSettings settings) {
        return new ProtocolProbe(Role.SERVER, settings, Compression.NONE);
    }

    static ProtocolProbe client() {
        return new ProtocolProbe(Role.CLIENT, SETTINGS, Compression.NONE);
    }

    /// Receives bytes; gives what was left of them.
    String receive(String hex) {
        ByteBuf in = Unpooled.copiedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
        protocol.receive(in, now);
        return ByteBufUtil.hexDump(in);
    }

    void after(Duration time) {
        now += time.toNanos();
        protocol.onTime(now);
    }

    /// What was sent since the last call.
    String sent() {
        String hex = ByteBufUtil.hexDump(out);
        out.clear();
        return hex;
    }

    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        protocol.send(true, Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    @Override
    public void message(boolean text, ByteBuf buffer, int index, int length) {
        events.add(
                text
                        ? "text " + buffer.toString(index, length, StandardCharsets.UTF_8)
                        : "binary " + ByteBufUtil.hexDump(buffer, index, length));
        onMessage.run();
    }

    @Override
    public void pong(long roundTripNanos) {
        events.add("pong " + roundTripNanos);
    }

    @Override
    public void peerClosed(int code, String reason) {
        events.add("closed " + code + " " + reason);
    }

    @Override
    public void failed(int code, String reason) {
        events.add("failed " + code + " " + reason);
    }

    @Override
    public ByteBuf room(int bytes) {
        return out;
    }

    @Override
    public void pass(ByteBuf bytes) {
        out.writeBytes(bytes);
        bytes.release();
    }

    @Override
    public boolean full() {
        return full;
    }
}
