package dev.duplex.verify.judge;

import java.util.ArrayList;
import java.util.List;

/// A part of what a subscriber heard, in which by what the server said nothing is missing: connections between which it has recovered.
final class Stretch {
    private final int from;
    private final long beganAt;
    private final List<Integer> seams = new ArrayList<>();
    private final boolean untold;
    private int to;
    private boolean over;

    /// @param from the index of the first that was heard in it
    /// @param untold whether its protocol has no way to say what was missed, so that it is over with its connection
    Stretch(int from, long beganAt, boolean untold) {
        this.from = from;
        this.beganAt = beganAt;
        this.untold = untold;
        this.to = from;
    }

    /// It was interrupted, and the server said that all was recovered.
    ///
    /// @param index of the first that was heard after that
    void seam(int index) {
        seams.add(index);
    }

    void close(int end) {
        to = end;
    }

    /// Nothing has to come in it any more.
    void end(int end) {
        over = true;
        close(end);
    }

    boolean isOver() {
        return over;
    }

    boolean isUntold() {
        return untold;
    }

    int from() {
        return from;
    }

    /// The index behind the last that was heard in it.
    int to() {
        return to;
    }

    long beganAt() {
        return beganAt;
    }

    /// Whether the server said that all was recovered somewhere behind one index and before, or at, another.
    ///
    /// @param after the index of something heard, or one less than the first
    /// @param until the index of something heard
    boolean isSeamBetween(int after, int until) {
        return seams.stream().anyMatch(it -> it > after && it <= until);
    }
}
