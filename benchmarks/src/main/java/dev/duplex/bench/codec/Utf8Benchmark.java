package dev.duplex.bench.codec;

import dev.duplex.bench.load.Content;
import dev.duplex.websocket.frame.Utf8Validator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Checking one whole text in a direct buffer. The JDK's two ways are there for scale: both make
/// characters too, and `new String` replaces what is not valid instead of saying so.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Utf8Benchmark {
    @Param({"ASCII", "MIXED"})
    Content content = Content.ASCII;

    @Param({"64", "16384"})
    int bytes;

    private ByteBuf text = Unpooled.EMPTY_BUFFER;
    private TextWebSocketFrame frame = new TextWebSocketFrame();
    private final byte[] array = new byte[16_384];
    private final CharBuffer characters = CharBuffer.allocate(16_384);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final Utf8Validator validator = new Utf8Validator();
    private final EmbeddedChannel netty =
            new EmbeddedChannel(new Utf8FrameValidator(), new Release());

    @Setup(Level.Trial)
    public void prepare() {
        text = Texts.text(content, bytes);
        frame = new TextWebSocketFrame(text);
    }

    @Benchmark
    public boolean duplex() {
        validator.reset();
        return validator.validate(text, 0, bytes) && validator.complete();
    }

    @Benchmark
    public Object nettyHandler() {
        netty.pipeline().fireChannelRead(frame.retain());
        return frame;
    }

    @Benchmark
    public String newString() {
        text.getBytes(0, array, 0, bytes);
        return new String(array, 0, bytes, StandardCharsets.UTF_8);
    }

    @Benchmark
    public CoderResult charsetDecoder() {
        ByteBuffer view = text.internalNioBuffer(0, bytes);
        return decoder.reset().decode(view, characters.clear(), true);
    }

    private static final class Release extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((TextWebSocketFrame) message).release();
        }
    }
}
