package dev.duplex.bench.codec;

import dev.duplex.bench.load.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

/// From a payload to the bytes for the socket: a server's text frame, not masked.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
    @Param({"64", "1024"})
    int bytes;

    private ByteBuf payload = Unpooled.EMPTY_BUFFER;
    private final DuplexCodec duplex = new DuplexCodec();
    private final NettyCodec netty = new NettyCodec();

    @Setup(Level.Trial)
    public void prepare() {
        payload = Texts.text(Content.ASCII, bytes);
    }

    @Benchmark
    public int duplex() {
        return duplex.send(payload);
    }

    @Benchmark
    public long netty() {
        return netty.send(payload);
    }
}
