package dev.duplex.tokens;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Where signatures of public keys are checked: each takes the processor for up to half a millisecond, too long for an event loop, and
/// for the few threads that carry virtual ones. What there is no room for is not checked. Any thread; never waits.
///
/// Nobody has to close it: threads with nothing to do end.
final class SignatureThreads {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /// @param count how many there are at most
    /// @param waiting how many checks may wait for them
    SignatureThreads(int count, int waiting) {
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofPlatform().daemon().name("duplex-tokens-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Half of the processors, so that in a storm of tokens the other half is left to the event loops.
    static int usual() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /// @param full what is answered, at once, if there is no room
    <T> CompletionStage<T> check(Supplier<T> work, T full) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedStage(full);
        }
    }
}
