package dev.duplex.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/// Whether the peer takes any of the bytes that wait for it. Used on the event loop only.
final class WriteProgress {
    private long pendingBytes;
    private long currentBytes;
    private int currentMessage;

    /// May overflow.
    private int writes;

    private int writesThen;

    /// Something has gone out as a whole. What follows may look the same: messages of one size in the same buffer.
    void wrote() {
        writes++;
    }

    /// Remembers how far writing has come.
    void note(Channel channel) {
        stalled(channel);
    }

    /// Whether bytes wait, and none has gone out since the last look.
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
        return same && pending > 0;
    }

    /// Whether bytes waited at the last look.
    boolean pending() {
        return pendingBytes > 0;
    }
}
