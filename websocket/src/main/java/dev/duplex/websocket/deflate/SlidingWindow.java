package dev.duplex.websocket.deflate;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.Inflater;

/// The last 32 KiB that were inflated, all that a back-reference can reach (RFC 1951 §2). A ring,
/// which grows to that size only with what is put in.
final class SlidingWindow {
    static final int MAX_BYTES = 1 << ParsedParameters.MAX_WINDOW_BITS;

    private byte[] ring = {};
    private int length;

    /// Where the next byte goes. Nothing is overwritten before the ring has its full size, so until
    /// then the oldest byte is at 0, and from then on here.
    private int next;

    /// Adds `count` bytes of `from`, beginning at `index`.
    void append(ByteBuf from, int index, int count) {
        int kept = Math.min(count, MAX_BYTES);
        if (kept == 0) {
            return;
        }
        if (length + kept > ring.length && ring.length < MAX_BYTES) {
            ring = Arrays.copyOf(ring, Math.min(MAX_BYTES, 2 * (length + kept)));
            next = length;
        }
        int start = index + count - kept;
        int untilEnd = Math.min(kept, ring.length - next);
        from.getBytes(start, ring, next, untilEnd);
        from.getBytes(start + untilEnd, ring, 0, kept - untilEnd);
        next = (next + kept) % ring.length;
        length = Math.min(ring.length, length + kept);
    }

    /// Gives all of it to a raw inflater that was just reset. (A raw one adds what it is given to
    /// its window, so the ring's two halves can be given one by one.)
    void restore(Inflater inflater) {
        if (length == 0) {
            return;
        }
        if (length == ring.length) {
            inflater.setDictionary(ring, next, length - next);
            inflater.setDictionary(ring, 0, next);
        } else {
            inflater.setDictionary(ring, 0, length);
        }
    }

    void clear() {
        length = 0;
        next = 0;
    }
}
