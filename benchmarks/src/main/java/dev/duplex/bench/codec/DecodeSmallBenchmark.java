package dev.duplex.bench.codec;

import dev.duplex.bench.load.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Some 64 KiB of small text frames: what a header costs. An operation is one message: header read, unmasked, its UTF-8 checked, handed on. Both sides
/// get a fresh copy of the bytes in a pooled buffer each time, as from a socket; `copy` is what
/// that alone costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeSmallBenchmark {
    private static final int COUNT = 936;
    private static final int BYTES = 64;

    @Param({"ASCII"})
    Content content = Content.ASCII;

    private ByteBuf frames = Unpooled.EMPTY_BUFFER;
    private final DuplexCodec duplex = new DuplexCodec();
    private final NettyCodec netty = new NettyCodec();

    @Setup(Level.Trial)
    public void prepare() {
        frames = Texts.frames(content, COUNT, BYTES);
    }

    private ByteBuf read() {
        ByteBuf read = ByteBufAllocator.DEFAULT.directBuffer(frames.readableBytes());
        return read.writeBytes(frames, 0, frames.readableBytes());
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long duplex() {
        ByteBuf read = read();
        long messages = duplex.receive(read);
        read.release();
        return messages;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long netty() {
        return netty.receive(read());
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public byte copy() {
        ByteBuf read = read();
        byte last = read.getByte(read.readableBytes() - 1);
        read.release();
        return last;
    }
}
