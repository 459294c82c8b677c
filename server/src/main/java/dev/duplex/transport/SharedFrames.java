package dev.duplex.transport;

import dev.duplex.Message;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.websocket.Compression;
import dev.duplex.websocket.PerMessageDeflate;
import dev.duplex.websocket.PreparedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message as the frames that sessions of one event loop have in common, each made when it is
/// first asked for. The frames stay this object's until [#release].
final class SharedFrames {
    private final Message message;
    private @Nullable ByteBuf plain;
    private @Nullable Map<Integer, ByteBuf> deflated;

    SharedFrames(Message message) {
        this.message = message;
    }

    /// The frames of all of a burst, uncompressed, one behind the other; the caller releases them.
    static ByteBuf plain(ByteBufAllocator allocator, Burst burst) {
        int bytes = 0;
        for (Publication publication : burst.publications()) {
            bytes += PreparedFrame.plainBytes(publication.payload().size());
        }
        ByteBuf frames = allocator.directBuffer(bytes);
        for (Publication publication : burst.publications()) {
            Payload payload = publication.payload();
            PreparedFrame.appendPlain(
                    frames, payload.kind().isText(), Unpooled.wrappedBuffer(payload.buffer()));
        }
        return frames;
    }

    Message message() {
        return message;
    }

    /// The frame for a connection of a server that compresses so; null if it has to make one of its own.
    @Nullable ByteBuf suiting(Compression compression) {
        if (!compression.compresses(message.size())) {
            return plain();
        }
        return compression instanceof PerMessageDeflate deflate && deflate.isShareable()
                ? deflated(deflate)
                : null;
    }

    private ByteBuf plain() {
        if (plain == null) {
            plain = PreparedFrame.plain(Transport.ALLOCATOR, message.isText(), payload());
        }
        return plain;
    }

    private ByteBuf deflated(PerMessageDeflate compression) {
        if (deflated == null) {
            deflated = new HashMap<>(1);
        }
        return deflated.computeIfAbsent(
                compression.options().level(),
                _ ->
                        PreparedFrame.deflated(
                                Transport.ALLOCATOR, message.isText(), payload(), compression));
    }

    private ByteBuf payload() {
        return Unpooled.wrappedBuffer(message.buffer());
    }

    void release() {
        if (plain != null) {
            plain.release();
        }
        if (deflated != null) {
            deflated.values().forEach(ByteBuf::release);
        }
    }
}
