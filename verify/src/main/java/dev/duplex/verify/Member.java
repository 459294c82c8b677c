package dev.duplex.verify;

import java.util.function.Supplier;

/// A publisher or a subscriber, on a thread of its own.
final class Member {
    private final Thread thread;
    private final Supplier<String> lastFailure;

    private Member(Thread thread, Supplier<String> lastFailure) {
        this.thread = thread;
        this.lastFailure = lastFailure;
    }

    static Member start(String name, Runnable task, Supplier<String> lastFailure) {
        return new Member(
                Thread.ofVirtual().name("duplex-verify-" + name).start(task), lastFailure);
    }

    /// Tells it to end.
    void stop() {
        thread.interrupt();
    }

    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /// Why something of it did not succeed, lately; empty if nothing did not.
    String lastFailure() {
        return lastFailure.get();
    }
}
