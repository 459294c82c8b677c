package dev.duplex.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what nothing tells of: looks again and again, without keeping a processor busy.
public final class Eventually {
    /// How long it is waited for, unless said otherwise.
    public static final Duration PATIENCE = RawWebSocket.DEADLINE;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /// What may come to be so.
    @FunctionalInterface
    public interface Condition {
        /// Whether it is so now. What it throws ends the waiting.
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /// Returns when the condition holds.
    ///
    /// @param what is waited for, as a clause
    /// @throws AssertionError if it does not come to hold within [#PATIENCE], or cannot be looked for
    public static void holds(String what, Condition condition) {
        holds(what, PATIENCE, condition);
    }

    /// The same with another patience.
    public static void holds(String what, Duration patience, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isSo(what, condition)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("within " + patience + ": " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static boolean isSo(String what, Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            throw new AssertionError("it cannot be seen whether " + what, e);
        }
    }
}
