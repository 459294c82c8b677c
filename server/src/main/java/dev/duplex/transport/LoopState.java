package dev.duplex.transport;

import dev.duplex.Message;
import dev.duplex.channels.Payload;
import dev.duplex.websocket.PerMessageDeflate;
import dev.duplex.websocket.PreparedFrame;
import dev.duplex.websocket.deflate.DeflaterPool;
import dev.duplex.websocket.deflate.InflaterPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the sessions of one event loop share: compressors, and the frames of the publication that
/// is being delivered, each made once for all of them. Used on that loop only.
final class LoopState {
    /// Compressors that are kept though nobody uses them: one is enough, but for fragmented messages.
    private static final int IDLE_POOLED = 4;

    private static final Message NOTHING = Message.binary(new byte[0]);

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

    private @Nullable Payload payload;
    private Message message = NOTHING;
    private @Nullable ByteBuf plain;
    private final Map<Integer, ByteBuf> deflated = new HashMap<>();

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

    /// Turns to a payload; its frames are kept until [#clearFrames], or until the next payload.
    ///
    /// @return the payload as a message
    @SuppressWarnings("ReferenceEquality") // the same publication, not an equal one
    Message turnTo(Payload next) {
        if (payload != next) {
            clearFrames();
            payload = next;
            message = Message.of(next);
        }
        return message;
    }

    /// The current payload as a plain frame; stays this object's.
    ByteBuf plainFrame(ByteBufAllocator allocator) {
        if (plain == null) {
            plain =
                    PreparedFrame.plain(
                            allocator, message.isText(), Unpooled.wrappedBuffer(message.buffer()));
        }
        return plain;
    }

    /// The current payload as a compressed frame; stays this object's.
    ByteBuf deflatedFrame(ByteBufAllocator allocator, PerMessageDeflate compression) {
        return deflated.computeIfAbsent(
                compression.options().level(),
                _ ->
                        PreparedFrame.deflated(
                                allocator,
                                message.isText(),
                                Unpooled.wrappedBuffer(message.buffer()),
                                compression));
    }

    /// Whether there are frames to be cleared.
    boolean hasFrames() {
        return payload != null;
    }

    void clearFrames() {
        payload = null;
        message = NOTHING;
        if (plain != null) {
            plain.release();
            plain = null;
        }
        deflated.values().forEach(ByteBuf::release);
        deflated.clear();
    }

    private void close() {
        clearFrames();
        deflaters.values().forEach(DeflaterPool::close);
        inflaters.close();
    }
}
