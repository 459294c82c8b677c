package dev.duplex.verify;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A publisher or a subscriber, on a thread of its own. What it throws is a bug of ours, and no fault of the server.
final class Member {
    private static final Logger LOG = System.getLogger(Member.class.getName());

    private final Thread thread;
    private final Runnable task;
    private final Supplier<String> lastFailure;
    private final Consumer<String> ended;
    private volatile @Nullable String bug;

    private Member(
            String name, Runnable task, Supplier<String> lastFailure, Consumer<String> ended) {
        this.task = task;
        this.lastFailure = lastFailure;
        this.ended = ended;
        thread = Thread.ofVirtual().name("duplex-verify-" + name).unstarted(this::run);
    }

    /// @param ended hears, on the member's thread, why it ended by a bug
    static Member start(
            String name, Runnable task, Supplier<String> lastFailure, Consumer<String> ended) {
        Member member = new Member(name, task, lastFailure, ended);
        member.thread.start();
        return member;
    }

    private void run() {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A bug of this program ended " + thread.getName(), e);
            String why = "bug: " + e;
            bug = why;
            ended.accept(why);
        }
    }

    /// Tells it to end.
    void stop() {
        thread.interrupt();
    }

    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /// What it threw; empty if nothing.
    Optional<String> bug() {
        return Optional.ofNullable(bug);
    }

    /// Why something of it did not succeed, lately; empty if nothing did not.
    String lastFailure() {
        return bug().orElseGet(lastFailure);
    }
}
