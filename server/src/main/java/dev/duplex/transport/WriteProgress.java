package dev.duplex.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/// Whether the peer takes any of the bytes that wait for it. Used on the event loop only.
final class WriteProgress {
    private long pendingBytes;
    private long currentBytes;
    private int currentMessage;

    /// Has begun, and is not out. What is before the socket may keep it, where the socket's buffer does not show it: TLS does while it waits for the peer.
    private int unfinished;

    /// May overflow.
    private int writes;

    private int writesThen;

    /// Something is to go out, of which [#wrote] is called.
    void writes() {
        unfinished++;
    }

    /// It has gone out as a whole, or was lost. What follows may look the same: messages of one size in the same buffer.
    void wrote() {
        unfinished--;
        writes++;
    }

    /// Remembers how far writing has come.
    void note(Channel channel) {
        stalled(channel);
    }

    /// Whether something waits, and nothing has gone out since the last look.
    boolean stalled(Channel channel) {
        @Nullable ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
            pendingBytes = 0;
            return false;
        }
        long pending = buffer.totalPendingWriteBytes();
        long current = buffer.currentProgress();
        int message = System.identityHashCode(buffer.current());
        boolean same =
                pending == pendingBytes
                        && current == currentBytes
                        && message == currentMessage
                        && writes == writesThen;
        pendingBytes = pending;
        currentBytes = current;
        currentMessage = message;
        writesThen = writes;
        return same && pending();
    }

    /// Whether something waited at the last look, or does now.
    boolean pending() {
        return pendingBytes > 0 || unfinished > 0;
    }
}
