package dev.duplex.websocket;

import dev.duplex.websocket.frame.FrameHeader;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/// A frame and a message that are coming in. A connection borrows one of its loop when bytes come, and keeps
/// it only while something is unfinished: one that is idle has none (it would hold some 170 bytes for it).
final class Reception {
    /// Enough for a code, and for the payload of our own pings.
    private static final int LEAST_CONTROL_BYTES = 8;

    final FrameHeader header = new FrameHeader();
    final IncomingMessage message;

    /// Payload bytes of the current frame that are still to come; -1 between frames.
    long remaining = -1;

    private byte[] control = new byte[LEAST_CONTROL_BYTES];

    Reception(ByteBufAllocator allocator, int maxBytes) {
        message = new IncomingMessage(allocator, maxBytes);
    }

    /// Where the payload of a control frame of that many bytes goes.
    byte[] control(int length) {
        if (control.length < length) {
            control = Arrays.copyOf(control, length);
        }
        return control;
    }

    /// Whether no frame and no message has begun that has not ended.
    boolean isIdle() {
        return remaining < 0 && !header.isBegun() && !message.isOpen();
    }
}
