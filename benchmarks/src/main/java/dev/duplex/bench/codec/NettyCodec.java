package dev.duplex.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/// Netty's handlers as a server has them, between two that count and release: nothing of the
/// embedded channel's own queues is on the way.
final class NettyCodec {
    private static final int MAX_FRAME = 65_536;

    private final EmbeddedChannel channel;
    private long messages;
    private long bytesOut;

    NettyCodec() {
        channel =
                new EmbeddedChannel(
                        new Discard(),
                        new WebSocket13FrameEncoder(false),
                        new WebSocket13FrameDecoder(true, false, MAX_FRAME),
                        new Utf8FrameValidator(),
                        new Count());
    }

    /// Takes the buffer over.
    ///
    /// @return messages so far
    long receive(ByteBuf bytes) {
        channel.pipeline().fireChannelRead(bytes);
        channel.pipeline().fireChannelReadComplete();
        return messages;
    }

    /// @return bytes written so far
    long send(ByteBuf payload) {
        var _ = channel.pipeline().write(new TextWebSocketFrame(payload.retainedDuplicate()));
        return bytesOut;
    }

    private final class Count extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((WebSocketFrame) message).release();
            messages++;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    private final class Discard extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ByteBuf bytes = (ByteBuf) message;
            bytesOut += bytes.readableBytes();
            bytes.release();
            promise.setSuccess();
        }
    }
}
