package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Complaints;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What the connections of one engine share: threads, limits, who hears of them.
final class Resources implements AutoCloseable {
    /// Lettuce's setting of which transport it takes.
    private static final String IO_URING = "io.lettuce.core.iouring";

    static {
        // Else it warns, for each client, that it takes epoll where there is io_uring too.
        if (System.getProperty(IO_URING) == null) {
            System.setProperty(IO_URING, "false");
        }
    }

    private static final Duration ENDING = Duration.ofSeconds(5);

    /// Lettuce's least.
    private static final int LOOPS = 2;

    private final ClientResources lettuce =
            DefaultClientResources.builder()
                    .ioThreadPoolSize(LOOPS)
                    .computationThreadPoolSize(LOOPS)
                    .build();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("duplex-redis-clock").factory());
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("duplex-redis-answers").factory());
    private final Complaints complaints = new Complaints(RedisEngine.LOG);
    private final RedisLimits limits;
    private final RedisObserver observer;

    Resources(RedisLimits limits, RedisObserver observer) {
        this.limits = limits;
        this.observer = observer;
    }

    ClientResources lettuce() {
        return lettuce;
    }

    /// For what is done later, or again and again, and takes no time.
    ScheduledExecutorService clock() {
        return clock;
    }

    /// Where answers are dealt with, in the order in which they came.
    ExecutorService answers() {
        return answers;
    }

    Complaints complaints() {
        return complaints;
    }

    RedisLimits limits() {
        return limits;
    }

    RedisObserver observer() {
        return observer;
    }

    /// Has nothing begin any more: before the connections are closed.
    void stopClock() {
        clock.shutdownNow();
    }

    /// Ends the threads, after the connections. Waits.
    @Override
    public void close() {
        clock.shutdownNow();
        answers.shutdown();
        try {
            boolean ended =
                    answers.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS)
                            && lettuce.shutdown(0, ENDING.toMillis(), TimeUnit.MILLISECONDS)
                                    .await(ENDING.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                RedisEngine.LOG.log(
                        System.Logger.Level.WARNING,
                        "the engine on Redis did not end within "
                                + ENDING.toSeconds()
                                + " seconds");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
