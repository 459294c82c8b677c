package dev.duplex.bench.codec;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Reply;
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

/// From a push of the Centrifuge protocol with a publication to the bytes of a frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DialectEncodeBenchmark {
    @Param({"64", "1024"})
    int bytes;

    private Reply push = Reply.PING;

    @Setup(Level.Trial)
    public void prepare() {
        push = DialectMessages.push(bytes);
    }

    @Benchmark
    public byte[] json() {
        return Codec.json().encode(push);
    }

    @Benchmark
    public byte[] protobuf() {
        return Codec.protobuf().encode(push);
    }
}
