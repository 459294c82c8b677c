package dev.duplex.websocket.deflate;

import java.util.ArrayDeque;

/// The inflaters of one event loop for connections without context takeover. One is borrowed at a
/// message's first piece and given back at its end, so that messages in fragments, which interleave
/// with those of other connections, have one each, and all others share one.
///
/// The limit is on the idle ones: a connection has at most one in use, and who is in the middle of a
/// message is never refused one because others are. One thread.
public final class InflaterPool implements AutoCloseable {
    private final ArrayDeque<MessageInflater> idle;
    private final int maxIdle;
    private int borrowed;
    private boolean closed;

    /// @param maxIdle how many unused ones are kept (some 40 KiB each), at least 1
    /// @throws IllegalArgumentException if that is less than 1
    public InflaterPool(int maxIdle) {
        if (maxIdle < 1) {
            throw new IllegalArgumentException("maxIdle must be at least 1, not " + maxIdle);
        }
        this.maxIdle = maxIdle;
        this.idle = new ArrayDeque<>(maxIdle);
    }

    /// An inflater without context takeover that stands before a first message.
    ///
    /// @throws IllegalStateException if the pool is closed
    public MessageInflater borrow() {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
        borrowed++;
        MessageInflater last = idle.pollLast();
        return last != null ? last : new MessageInflater(false);
    }

    /// Takes a borrowed inflater back, whatever has become of its message. The borrower must not
    /// use it again.
    ///
    /// @throws IllegalStateException if more are given back than were borrowed, or this one twice
    public void giveBack(MessageInflater inflater) {
        if (borrowed == 0 || idle.contains(inflater)) {
            throw new IllegalStateException("not borrowed");
        }
        borrowed--;
        if (closed || idle.size() == maxIdle) {
            inflater.close();
        } else {
            inflater.abandonMessage();
            idle.addLast(inflater);
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
        idle.forEach(MessageInflater::close);
        idle.clear();
    }
}
