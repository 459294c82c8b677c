package dev.duplex.session;

import dev.duplex.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts streamed messages together for carriers that know no fragments. Messages that were accepted
/// while one was being streamed wait for its end, as they do on a WebSocket. In the lane only.
public final class Assembly {
    private final int limit;
    private final Consumer<Message> whole;
    private @Nullable ByteArrayOutputStream gathering;

    /// Null while nothing waits.
    private @Nullable ArrayDeque<Message> waiting;

    private long waitingBytes;

    /// @param limit the most bytes that a streamed message may have
    /// @param whole gets the messages, in their order
    public Assembly(int limit, Consumer<Message> whole) {
        this.limit = limit;
        this.whole = whole;
    }

    /// Takes a whole message.
    public void add(Message message) {
        if (gathering == null) {
            whole.accept(message);
        } else {
            Message kept = message.copy();
            if (waiting == null) {
                waiting = new ArrayDeque<>(4);
            }
            waiting.add(kept);
            waitingBytes += kept.size() + Outgoing.OVERHEAD;
        }
    }

    /// Takes a piece of a streamed message.
    ///
    /// @return false if the message is longer than may be
    public boolean add(Outgoing.Piece piece) {
        ByteArrayOutputStream bytes = gathering == null ? new ByteArrayOutputStream() : gathering;
        gathering = bytes;
        if (bytes.size() + piece.piece().remaining() > limit) {
            return false;
        }
        byte[] more = new byte[piece.piece().remaining()];
        piece.piece().duplicate().get(more);
        bytes.writeBytes(more);
        if (piece.last()) {
            gathering = null;
            byte[] all = bytes.toByteArray();
            whole.accept(
                    piece.text()
                            ? Message.text(new String(all, StandardCharsets.UTF_8))
                            : Message.binary(all));
            while (waiting != null) {
                Message next = waiting.poll();
                if (next == null) {
                    waiting = null;
                } else {
                    waitingBytes -= next.size() + Outgoing.OVERHEAD;
                    whole.accept(next);
                }
            }
        }
        return true;
    }

    /// Whether a streamed message has begun and not ended.
    public boolean isGathering() {
        return gathering != null;
    }

    /// Bytes of messages that wait.
    public long held() {
        return waitingBytes;
    }
}
