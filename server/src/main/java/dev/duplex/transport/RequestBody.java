package dev.duplex.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who gets a request's body, and whether it wants it now. Used on the event loop only.
final class RequestBody {
    /// How much of a body that nobody reads is taken so that the connection can be used again.
    static final int DRAIN_BYTES = 64 * 1024;

    /// Who takes the body.
    sealed interface Reader {
        /// Nobody has asked yet: nothing is read.
        record Nobody() implements Reader {}

        /// All of it at the end, if it is not over the limit.
        record Whole(int limit, Consumer<byte[]> body) implements Reader {}

        /// Piece by piece.
        record Pieces(Consumer<ByteBuffer> piece, Runnable end) implements Reader {}

        /// Nobody any more: the response is out, and what is left is dropped, up to a limit.
        record Dropped() implements Reader {}
    }

    private static final Reader NOBODY = new Reader.Nobody();
    private static final Reader DROPPED = new Reader.Dropped();
    private static final byte[] NOTHING = {};

    /// How long it is; negative if that will be seen.
    private final long length;

    /// The client waits for leave to send it, which it has not had.
    private boolean awaitsContinue;

    private Reader reader = NOBODY;
    private boolean suspended;
    private boolean complete;
    private boolean ended;
    private byte[] gathered = NOTHING;
    private int size;
    private @Nullable Runnable deliver;

    /// @param length how long it is, as its head says; negative if the head does not. Without any it is complete
    /// @param awaitsContinue whether the client waits for `100 Continue`
    RequestBody(long length, boolean awaitsContinue) {
        this.length = length;
        this.awaitsContinue = awaitsContinue;
        complete = length == 0;
    }

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

    /// Whether its head says that it is more than its reader takes.
    boolean isTooLarge() {
        return reader instanceof Reader.Whole(int limit, _) && length > limit;
    }

    /// Whether the client is to be told now to send it; at most once.
    boolean wantsContinue() {
        boolean wants = awaitsContinue;
        awaitsContinue = false;
        return wants;
    }

    /// Whether no other request can follow this one: nobody has asked for the body, and it is too much to drop, or may never come, for a client
    /// that waits for 100 may or may not send it after the response.
    boolean barsReuse() {
        return !complete
                && reader instanceof Reader.Nobody
                && (awaitsContinue || length > DRAIN_BYTES);
    }

    /// Takes the rest, up to [#DRAIN_BYTES], for nobody.
    void dropRest() {
        if (!(reader instanceof Reader.Dropped)) {
            reader = DROPPED;
            gathered = NOTHING;
            size = 0;
        }
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
        int came = bytes.readableBytes();
        if (came == 0) {
            return true;
        }
        return switch (reader) {
            case Reader.Nobody() -> throw new IllegalStateException("nobody reads this body");
            case Reader.Whole(int limit, _) -> gather(bytes, limit);
            case Reader.Pieces(Consumer<ByteBuffer> piece, _) -> {
                piece.accept(bytes.nioBuffer().asReadOnlyBuffer());
                yield true;
            }
            case Reader.Dropped() -> (size += came) <= DRAIN_BYTES;
        };
    }

    private boolean gather(ByteBuf bytes, int limit) {
        int came = bytes.readableBytes();
        if (came > limit - size) {
            return false;
        }
        if (gathered.length < size + came) {
            int doubled = (int) Math.min(limit, gathered.length * 2L);
            gathered = Arrays.copyOf(gathered, Math.max(size + came, doubled));
        }
        bytes.getBytes(bytes.readerIndex(), gathered, size, came);
        size += came;
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
