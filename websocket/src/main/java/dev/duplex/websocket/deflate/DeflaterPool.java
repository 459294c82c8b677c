package dev.duplex.websocket.deflate;

import java.util.ArrayDeque;

/// The deflaters of one event loop for connections without context takeover. One is borrowed at a
/// message's first fragment and given back at its end, so that messages in fragments, which
/// interleave with those of other connections, have one each, and all others share one. A deflater is
/// the same for every window, which is set when it is borrowed.
///
/// The limit is on the idle ones: a connection has at most one in use, and who is in the middle of a
/// message is never refused one because others are. One thread.
public final class DeflaterPool implements AutoCloseable {
    private final ArrayDeque<MessageDeflater> idle;
    private final int maxIdle;
    private final int level;
    private int borrowed;
    private boolean closed;

    /// @param level 1 (fast) to 9 (small), as in zlib
    /// @param maxIdle how many unused ones are kept (some 260 KiB each), at least 1
    /// @throws IllegalArgumentException if a number is out of its range
    public DeflaterPool(int level, int maxIdle) {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("deflate level must be 1..9, not " + level);
        }
        if (maxIdle < 1) {
            throw new IllegalArgumentException("maxIdle must be at least 1, not " + maxIdle);
        }
        this.level = level;
        this.maxIdle = maxIdle;
        this.idle = new ArrayDeque<>(maxIdle);
    }

    /// A deflater without context takeover that stands before a first message.
    ///
    /// @param windowBits no back-reference reaches further than 2^windowBits, 8..15
    /// @throws IllegalArgumentException if that is out of its range
    /// @throws IllegalStateException if the pool is closed
    public MessageDeflater borrow(int windowBits) {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
        MessageDeflater lent = idle.peekLast();
        if (lent == null) {
            lent = new MessageDeflater(windowBits, false, level);
        } else {
            lent.windowBits(windowBits);
            idle.removeLast();
        }
        borrowed++;
        return lent;
    }

    /// Takes a borrowed deflater back, whatever has become of its message. The borrower must not
    /// use it again.
    ///
    /// @throws IllegalStateException if more are given back than were borrowed, or this one twice
    public void giveBack(MessageDeflater deflater) {
        if (borrowed == 0 || idle.contains(deflater)) {
            throw new IllegalStateException("not borrowed");
        }
        borrowed--;
        if (closed || idle.size() == maxIdle) {
            deflater.close();
        } else {
            deflater.abandonMessage();
            idle.addLast(deflater);
        }
    }

    /// How many are in use.
    public int borrowed() {
        return borrowed;
    }

    /// Frees the idle ones; those in use are freed when they are given back.
    @Override
    public void close() {
        closed = true;
        idle.forEach(MessageDeflater::close);
        idle.clear();
    }
}
