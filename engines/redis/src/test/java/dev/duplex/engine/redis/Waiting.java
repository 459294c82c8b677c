package dev.duplex.engine.redis;

import dev.duplex.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How tests wait: for what has to become true, or for the clock of Redis, which nobody can put forward.
final class Waiting {
    /// Of engines whose patience is not what is tested: a machine that does much else may stand still for seconds.
    static final RedisLimits PATIENT =
            RedisLimits.builder().patience(Duration.ofMinutes(1)).build();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Waiting() {}

    /// Waits until something is so; fails if it is not for half a minute.
    static void until(String what, BooleanSupplier so) {
        Eventually.holds(what, PATIENCE, so::getAsBoolean);
    }

    /// Has no answer of Redis dealt with until it is told.
    static CountDownLatch holdAnswers(Resources resources) {
        CountDownLatch held = new CountDownLatch(1);
        resources
                .answers()
                .execute(() -> {
                    try {
                        held.await();
                    } catch (InterruptedException _) {
                        // The test has ended otherwise.
                        Thread.currentThread().interrupt();
                    }
                });
        return held;
    }

    /// Lets the clock of Redis go on.
    static void pass(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
