package dev.duplex.transport;

import dev.duplex.Message;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Payload;
import dev.duplex.websocket.deflate.DeflaterPool;
import dev.duplex.websocket.deflate.InflaterPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the sessions of one event loop share: compressors, and the frames of the publication that
/// is being delivered, each made once for all of them. Used on that loop only.
final class LoopState {
    /// Compressors that are kept though nobody uses them: one is enough, but for fragmented messages.
    private static final int IDLE_POOLED = 4;

    /// Publications whose frames are kept at a time: as many as a hub gives to a member together, in two encodings.
    private static final int MAX_SHARED = 128;

    /// Of one read: large messages cost few of them, and small ones the same whatever there is room for.
    private static final int INPUT_BYTES = 64 * 1024;

    /// Buffers that a socket without a channel writes in one call.
    private static final int MAX_TOGETHER = 64;

    private static final FastThreadLocal<LoopState> CURRENT =
            new FastThreadLocal<>() {
                @Override
                protected LoopState initialValue() {
                    return new LoopState();
                }

                @Override
                protected void onRemoval(LoopState state) {
                    state.close();
                }
            };

    private final Map<Integer, DeflaterPool> deflaters = new HashMap<>();
    private final InflaterPool inflaters = new InflaterPool(IDLE_POOLED);

    /// By identity: the same publication, not an equal one.
    private final IdentityHashMap<Payload, SharedFrames> frames = new IdentityHashMap<>();

    /// The frames of bursts, one after the other. Each is that of a drain, so that they are few.
    private final IdentityHashMap<Burst, ByteBuf> bursts = new IdentityHashMap<>();

    /// Where sockets without a channel read; made when the first does.
    private ByteBuf input = Unpooled.EMPTY_BUFFER;

    private final @Nullable ByteBuffer[] together = new ByteBuffer[MAX_TOGETHER];

    private LoopState() {}

    /// The calling event loop's.
    static LoopState current() {
        return CURRENT.get();
    }

    DeflaterPool deflaters(int level) {
        return deflaters.computeIfAbsent(level, l -> new DeflaterPool(l, IDLE_POOLED));
    }

    InflaterPool inflaters() {
        return inflaters;
    }

    /// The frames of a payload that goes to several sessions of this loop. They are this object's,
    /// and good until [#clearFrames] or the next call.
    SharedFrames frames(Payload payload) {
        SharedFrames known = frames.get(payload);
        if (known != null) {
            return known;
        }
        if (frames.size() >= MAX_SHARED) {
            clearFrames();
        }
        SharedFrames made = new SharedFrames(Message.of(payload));
        frames.put(payload, made);
        return made;
    }

    /// The frames of a burst, without compression, which are this object's likewise.
    ByteBuf frames(Burst burst, ByteBufAllocator allocator) {
        ByteBuf known = bursts.get(burst);
        if (known != null) {
            return known;
        }
        if (bursts.size() >= MAX_SHARED) {
            clearFrames();
        }
        ByteBuf made = SharedFrames.plain(allocator, burst);
        bursts.put(burst, made);
        return made;
    }

    /// Where bytes are read to from a socket, one read after another.
    ByteBuf input() {
        if (input.capacity() == 0) {
            input = Transport.ALLOCATOR.directBuffer(INPUT_BYTES, INPUT_BYTES);
        }
        return input;
    }

    /// Room for buffers that are written in one call. Who puts some in takes them out.
    @Nullable ByteBuffer[] together() {
        return together;
    }

    /// Whether there are frames to be cleared.
    boolean hasFrames() {
        return !frames.isEmpty() || !bursts.isEmpty();
    }

    /// Afterwards there are none, even if something fails: who then makes the first has them cleared again.
    void clearFrames() {
        try {
            bursts.values().forEach(ByteBuf::release);
            frames.values().forEach(SharedFrames::release);
        } finally {
            bursts.clear();
            frames.clear();
        }
    }

    private void close() {
        clearFrames();
        input.release();
        deflaters.values().forEach(DeflaterPool::close);
        inflaters.close();
    }
}
