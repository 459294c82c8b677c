package dev.duplex.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.duplex.bench.WithoutLeakDetection;
import dev.duplex.bench.load.Content;
import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames are read, checked and written with next to no objects: what the protocol allocates on the heap, by the JVM's count
/// for this thread.
@ExtendWith(WithoutLeakDetection.class)
class CodecAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COUNT = 200;
    private static final int MOST_ROUNDS = 2_000;

    /// What copying a payload from one buffer to another makes where there is no `Unsafe`, as in tests: views of both. One object
    /// more would be more than this.
    private static final double MOST = 96;

    private final DuplexCodec codec = new DuplexCodec();

    @ParameterizedTest
    @ValueSource(ints = {64, 300})
    void anEchoAllocatesNoMoreThanItsCopy(int bytes) {
        ByteBuf frames = Texts.frames(Content.ASCII, COUNT, bytes);
        ByteBuf read = frames.copy(); // which is unmasked where it is, so that it is filled anew
        ByteBuf payload = Texts.text(Content.ASCII, bytes);
        double least = Double.MAX_VALUE;
        long rounds = 0;
        long messages = 0;
        while (rounds < MOST_ROUNDS && least > MOST) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            messages = echo(read.clear().writeBytes(frames, 0, frames.readableBytes()), payload);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, allocated / (double) COUNT);
            rounds++;
        }
        assertThat(messages).isEqualTo(COUNT * rounds);
        assertThat(least).as("bytes for a message").isBetween(0.0, MOST);
        frames.release();
        read.release();
        payload.release();
    }

    /// @return messages that have come so far
    private long echo(ByteBuf read, ByteBuf payload) {
        long messages = codec.receive(read);
        for (int i = 0; i < COUNT; i++) {
            codec.send(payload);
        }
        return messages;
    }
}
