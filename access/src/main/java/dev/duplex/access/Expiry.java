package dev.duplex.access;

import dev.duplex.channels.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Until when something holds that was granted for a time, and what happens if it is not renewed, some time of grace after that: for dialects,
/// so that the same holds in each of them. Touched in its lane only.
public final class Expiry {
    /// Longer times are looked at again: clocks are set, and lanes count in nanoseconds.
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Lane lane;
    private final InstantSource clock;
    private final Duration grace;
    private final Runnable expired;
    private Optional<Instant> until = Optional.empty();
    private Lane.@Nullable Alarm alarm;

    /// @param clock what the time is
    /// @param grace how long after its end it may still be renewed
    /// @param expired runs in the lane when that is over too
    public Expiry(Lane lane, InstantSource clock, Duration grace, Runnable expired) {
        this.lane = lane;
        this.clock = clock;
        this.grace = grace;
        this.expired = expired;
    }

    /// Whether a time has come.
    public static boolean isOver(Optional<Instant> time, InstantSource clock) {
        return time.isPresent() && !time.get().isAfter(clock.instant());
    }

    /// From now on it holds until then; empty: for good. Nothing happens before this returns.
    public void set(Optional<Instant> time) {
        end();
        until = time;
        until.ifPresent(it -> wakeAfter(untilEnd(it)));
    }

    /// Whether it holds for a time only.
    public boolean expires() {
        return until.isPresent();
    }

    /// The whole seconds that are left, at least 1; 0 if it does not expire. Not more than a client's timer takes.
    public long secondsLeft() {
        return until.map(it -> Math.clamp(left(it).toSeconds(), 1L, (long) Integer.MAX_VALUE))
                .orElse(0L);
    }

    /// Nothing happens any more.
    public void end() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private Duration left(Instant time) {
        return Duration.between(clock.instant(), time);
    }

    private Duration untilEnd(Instant time) {
        return left(time).plus(grace);
    }

    private void wake() {
        alarm = null;
        if (until.isEmpty()) {
            return;
        }
        Duration wait = untilEnd(until.get());
        if (wait.isPositive()) {
            wakeAfter(wait);
        } else {
            expired.run();
        }
    }

    private void wakeAfter(Duration wait) {
        Duration atMost = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        try {
            alarm = lane.schedule(this::wake, atMost.isNegative() ? Duration.ZERO : atMost);
        } catch (RejectedExecutionException _) {
            // The lane has ended, and with it whoever would have to renew.
        }
    }
}
