package dev.duplex.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who gets a request's body, and whether it wants it now. Used on the event loop only.
final class RequestBody {
    /// Who takes the body.
    sealed interface Reader {
        /// Nobody has asked yet: nothing is read.
        record Nobody() implements Reader {}

        /// All of it at the end, if it is not over the limit.
        record Whole(int limit, Consumer<byte[]> body) implements Reader {}

        /// Piece by piece.
        record Pieces(Consumer<ByteBuffer> piece, Runnable end) implements Reader {}

        /// Nobody any more: the response is out, and what is left is dropped.
        record Dropped(int limit) implements Reader {}
    }

    private static final Reader NOBODY = new Reader.Nobody();
    private static final byte[] NOTHING = {};

    private Reader reader = NOBODY;
    private boolean suspended;
    private boolean complete;
    private boolean ended;
    private byte[] gathered = NOTHING;
    private int size;
    private @Nullable Runnable deliver;

    /// @throws IllegalStateException if someone reads it already
    void readBy(Reader next) {
        if (!(reader instanceof Reader.Nobody)) {
            throw new IllegalStateException("the request's body is read already");
        }
        reader = next;
        if (complete) {
            end();
        }
    }

    /// Takes the rest, up to `limit` bytes, for nobody.
    void dropRest(int limit) {
        if (!(reader instanceof Reader.Dropped)) {
            reader = new Reader.Dropped(limit);
            gathered = NOTHING;
            size = 0;
        }
    }

    boolean asked() {
        return !(reader instanceof Reader.Nobody);
    }

    void suspended(boolean suspended) {
        this.suspended = suspended;
        if (!suspended && deliver != null) {
            Runnable run = deliver;
            deliver = null;
            run.run();
        }
    }

    /// Whether more of it should be read from the peer now.
    boolean wanted() {
        return !complete
                && switch (reader) {
                    case Reader.Nobody() -> false;
                    case Reader.Dropped _ -> true;
                    case Reader.Whole _, Reader.Pieces _ -> !suspended;
                };
    }

    boolean complete() {
        return complete;
    }

    /// Hands on a piece.
    ///
    /// @param bytes stays the caller's
    /// @return false if that is more than the reader takes
    boolean piece(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length == 0) {
            return true;
        }
        return switch (reader) {
            case Reader.Nobody() -> throw new IllegalStateException("nobody reads this body");
            case Reader.Whole(int limit, _) -> gather(bytes, limit);
            case Reader.Pieces(Consumer<ByteBuffer> piece, _) -> {
                piece.accept(bytes.nioBuffer().asReadOnlyBuffer());
                yield true;
            }
            case Reader.Dropped(int limit) -> (size += length) <= limit;
        };
    }

    private boolean gather(ByteBuf bytes, int limit) {
        int length = bytes.readableBytes();
        if (length > limit - size) {
            return false;
        }
        if (gathered.length < size + length) {
            int doubled = (int) Math.min(limit, gathered.length * 2L);
            gathered = Arrays.copyOf(gathered, Math.max(size + length, doubled));
        }
        bytes.getBytes(bytes.readerIndex(), gathered, size, length);
        size += length;
        return true;
    }

    /// The last piece has come.
    void completed() {
        complete = true;
        end();
    }

    /// Tells the reader that this was all: at once, or when it is no longer suspended.
    private void end() {
        if (ended) {
            return;
        }
        switch (reader) {
            case Reader.Nobody(), Reader.Dropped _ -> {}
            case Reader.Whole(_, Consumer<byte[]> body) -> {
                ended = true;
                byte[] whole = Arrays.copyOf(gathered, size);
                gathered = NOTHING;
                whenNotSuspended(() -> body.accept(whole));
            }
            case Reader.Pieces(_, Runnable end) -> {
                ended = true;
                whenNotSuspended(end);
            }
        }
    }

    private void whenNotSuspended(Runnable run) {
        if (suspended) {
            deliver = run;
        } else {
            run.run();
        }
    }
}
