package dev.duplex.bench.codec;

import com.google.protobuf.CodedInputStream;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Request;
import java.io.IOException;
import java.util.List;
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

/// From a frame with one publish of the Centrifuge protocol to a `Command`. `protobufJava` does the same by the `CodedInputStream` of
/// protobuf-java, for this message only.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DialectDecodeBenchmark {
    @Param({"64", "1024"})
    int bytes;

    private byte[] json = new byte[0];
    private byte[] protobuf = new byte[0];

    /// Sees that all of them read the same.
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        Command publish = DialectMessages.publish(bytes);
        json = Codec.json().encode(publish);
        protobuf = Codec.protobuf().encode(publish);
        Decoded<Command> expected = new Decoded.Messages<>(List.of(publish));
        if (!json().equals(expected)
                || !protobuf().equals(expected)
                || !protobufJava().equals(publish)) {
            throw new IllegalStateException("not the message that was written");
        }
    }

    @Benchmark
    public Decoded<Command> json() {
        return Codec.json().commands(json);
    }

    @Benchmark
    public Decoded<Command> protobuf() {
        return Codec.protobuf().commands(protobuf);
    }

    @Benchmark
    public Command protobufJava() throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(protobuf);
        in.pushLimit(in.readRawVarint32());
        long id = 0;
        Request request = new Request.None();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case 1 -> id = in.readUInt32();
                case 7 -> {
                    int outer = in.pushLimit(in.readRawVarint32());
                    request = publish(in);
                    in.popLimit(outer);
                }
                default -> in.skipField(tag);
            }
        }
        return new Command(id, request);
    }

    private static Request publish(CodedInputStream in) throws IOException {
        String channel = "";
        Data data = Data.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case 1 -> channel = in.readStringRequireUtf8();
                case 2 -> data = Data.copyOf(in.readByteArray());
                default -> in.skipField(tag);
            }
        }
        return new Request.Publish(channel, data, 0, "", false);
    }
}
