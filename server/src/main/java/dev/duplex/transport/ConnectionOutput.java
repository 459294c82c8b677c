package dev.duplex.transport;

import dev.duplex.websocket.ProtocolOutput;
import dev.duplex.websocket.WebSocketProtocol;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The way out of a connection: gathers the small frames of a batch in one buffer, writes it when
/// the batch ends, and knows how much has not gone to the kernel. On the event loop only.
final class ConnectionOutput implements ProtocolOutput, Runnable {
    /// A gathering buffer that has reached this size is written, and another begun.
    private static final int CHUNK = 64 * 1024;

    /// A gathering buffer starts with at least this.
    private static final int SMALLEST = 256;

    /// Shared frames up to this size are copied into the gathering buffer: cheaper than a write each.
    private static final int COPY_LIMIT = 2048;

    private final WebSocketConnection connection;
    private @Nullable ByteBuf gathering;

    /// How large the last buffers were: the next one starts so.
    private int expected = SMALLEST;

    private boolean held;
    private boolean scheduled;
    private boolean written;
    private boolean finished;

    /// @param connection which is told after each flush
    ConnectionOutput(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public ByteBuf room(int bytes) {
        ByteBuf buffer = gathering;
        if (buffer != null
                && bytes > buffer.writableBytes()
                && buffer.readableBytes() + bytes > CHUNK) {
            writeGathered();
            buffer = null;
        }
        if (buffer == null) {
            buffer = Transport.ALLOCATOR.directBuffer(Math.max(bytes, expected));
            gathering = buffer;
        }
        // Now or not at all: with a frame that is there in part nothing else could follow.
        buffer.ensureWritable(bytes);
        schedule();
        return buffer;
    }

    @Override
    public void pass(ByteBuf bytes) {
        writeGathered();
        connection.wire().write(bytes);
        written = true;
        schedule();
    }

    @Override
    public boolean full() {
        return bytes() >= connection.queueBytes();
    }

    /// Sends a frame that other sessions send too; it stays the caller's.
    void share(ByteBuf frame, WebSocketProtocol protocol) {
        protocol.sendPrepared(frame, COPY_LIMIT);
    }

    /// Bytes that have not gone to the kernel.
    long bytes() {
        return connection.wire().pending() + (gathering == null ? 0 : gathering.readableBytes());
    }

    /// Until [#letGo], which flushes, nothing else does: a batch of reads is being answered.
    void hold() {
        held = true;
    }

    void letGo() {
        held = false;
        flush();
    }

    private void schedule() {
        if (!held && !scheduled) {
            connection.lane().onEndOfBatch(this);
            scheduled = true;
        }
    }

    /// The end of the batch.
    @Override
    public void run() {
        scheduled = false;
        try {
            flush();
        } catch (RuntimeException | Error e) {
            connection.broken(e);
        }
    }

    /// Writes what was gathered and gives all of it to the kernel.
    void flush() {
        writeGathered();
        if (written) {
            written = false;
            connection.wire().flush();
            connection.flushed();
        }
    }

    private void writeGathered() {
        ByteBuf buffer = gathering;
        if (buffer != null) {
            gathering = null;
            expected = Math.clamp((expected + buffer.readableBytes()) / 2, SMALLEST, CHUNK);
            connection.wire().write(buffer);
            written = true;
        }
    }

    /// Has the connection told when everything written until now has gone to the kernel.
    void awaitWritten() {
        writeGathered();
        connection.wire().awaitWritten();
    }

    /// Ends this side of the connection behind what was written. Once.
    ///
    /// @param afterClose the peer has sent its Close
    void finish(boolean afterClose) {
        if (finished) {
            return;
        }
        finished = true;
        writeGathered();
        if (afterClose) {
            connection.wire().endOutputAfterClose();
        } else {
            connection.wire().endOutput();
        }
    }

    /// The channel is gone.
    void close() {
        if (gathering != null) {
            gathering.release();
            gathering = null;
        }
    }
}
