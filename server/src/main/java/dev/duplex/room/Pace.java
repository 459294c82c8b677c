package dev.duplex.room;

/// When ticks are due, and which of them happen. It has no clock: the time, in nanoseconds from anywhere, is an argument.
///
/// Due times are a grid from the first tick on, so that no delay adds up. Who is behind makes up for a limited number of ticks, one
/// after the other without a pause; what is more is skipped, and said.
final class Pace {
    private final long period;
    private final int catchUp;
    private long due;
    private long number = -1;

    /// @param period in nanoseconds
    /// @param catchUp how many ticks are made up for
    Pace(long period, int catchUp) {
        this.period = period;
        this.catchUp = catchUp;
    }

    /// The next tick is due now, whatever was before.
    void begin(long now) {
        due = now;
    }

    /// How long from `now` the next tick is due; 0 if it is by now.
    long delay(long now) {
        return Math.max(0, due - now);
    }

    /// The tick that happens now.
    Tick next(long now) {
        long later = Math.max(0, now - due) / period;
        long skipped = Math.max(0, later - catchUp);
        due += skipped * period;
        number += skipped + 1;
        Tick tick = new Tick(number, skipped, Math.max(0, now - due), period);
        due += period;
        return tick;
    }
}
