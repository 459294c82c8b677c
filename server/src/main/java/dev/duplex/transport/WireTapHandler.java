package dev.duplex.transport;

import dev.duplex.WireTap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.ByteBuffer;

/// Shows a tap what passes between the socket (or TLS) and the protocols above it.
final class WireTapHandler extends ChannelDuplexHandler {
    private final WireTap.Connection tap;

    WireTapHandler(WireTap.Connection tap) {
        this.tap = tap;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            for (ByteBuffer part : bytes.nioBuffers()) {
                if (part.hasRemaining()) {
                    tap.received(part.asReadOnlyBuffer());
                }
            }
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            for (ByteBuffer part : bytes.nioBuffers()) {
                if (part.hasRemaining()) {
                    tap.sent(part.asReadOnlyBuffer());
                }
            }
        }
        ctx.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tap.closed();
        ctx.fireChannelInactive();
    }
}
