package dev.duplex.bench.codec;

import dev.duplex.bench.load.Content;
import dev.duplex.websocket.frame.Masking;
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

/// Unmasking alone, in place: ours, and the loop of RFC 6455 §5.3 as it is written there. (Netty's
/// is private to its decoder.)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaskingBenchmark {
    private static final int KEY = 0x37FA213D;

    @Param({"16", "64", "125", "1024", "16384"})
    int bytes;

    private ByteBuf payload = Unpooled.EMPTY_BUFFER;

    @Setup(Level.Trial)
    public void prepare() {
        payload = Texts.text(Content.ASCII, bytes);
    }

    @Benchmark
    public ByteBuf duplex() {
        Masking.apply(payload, 0, bytes, KEY, 0);
        return payload;
    }

    @Benchmark
    public ByteBuf byBytes() {
        for (int i = 0; i < bytes; i++) {
            payload.setByte(i, payload.getByte(i) ^ KEY >>> (24 - 8 * (i & 3)));
        }
        return payload;
    }
}
