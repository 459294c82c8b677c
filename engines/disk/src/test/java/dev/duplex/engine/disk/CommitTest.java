package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How things are committed: together, before anybody hears of them, and each for itself when one cannot be.
@Timeout(120)
class CommitTest {
    @TempDir private Path directory;
    private final AtomicInteger writes = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore allowed = new Semaphore(0);

    /// An engine whose disk writes when it is allowed to.
    private Subject open() {
        return new Subject(
                DiskEngine.builder(directory)
                        .witness(_ -> {
                            writes.incrementAndGet();
                            begun.release();
                            allowed.acquireUninterruptibly();
                        }));
    }

    private List<CompletionStage<Published>> publishToMany(Subject subject, String text) {
        List<CompletionStage<Published>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(subject.streams.publish("c" + i, Subject.text(text), Subject.KEPT));
        }
        return answers;
    }

    @Test
    void whatComesWhileTheDiskWritesSharesTheNextSyncAndNobodyHearsOfItBefore() {
        try (Subject subject = open()) {
            CompletionStage<Published> first =
                    subject.streams.publish("a", Subject.text("1"), Subject.KEPT);
            begun.acquireUninterruptibly();
            long syncs = subject.streams.store().syncs();
            List<CompletionStage<Published>> others = publishToMany(subject, "2");
            assertThat(subject.heard).isEmpty();
            assertThat(first.toCompletableFuture()).isNotDone();
            allowed.release();
            begun.acquireUninterruptibly();
            assertThat(subject.heard).hasSize(1);
            assertThat(others).noneMatch(it -> it.toCompletableFuture().isDone());
            allowed.release();
            others.forEach(it -> assertThat(Subject.await(it).position().offset()).isOne());
            assertThat(writes).hasValue(2);
            assertThat(subject.streams.store().syncs()).isEqualTo(syncs + 1);
            assertThat(subject.heard).hasSize(201);
        }
    }

    @Test
    void whatCannotBeCommittedFailsAlone() {
        try (Subject subject = open()) {
            CompletionStage<Published> first =
                    subject.streams.publish("a", Subject.text("1"), Subject.KEPT);
            begun.acquireUninterruptibly();
            CompletionStage<Published> before =
                    subject.streams.publish("a", Subject.text("2"), Subject.KEPT);
            CompletionStage<Published> faulty =
                    subject.streams.publish("x".repeat(70_000), Subject.text("3"), Subject.KEPT);
            CompletionStage<Published> after =
                    subject.streams.publish("a", Subject.text("4"), Subject.KEPT);
            allowed.release(2);
            assertThat(Subject.await(first).position().offset()).isOne();
            assertThat(Subject.await(before).position().offset()).isEqualTo(2);
            assertThat(Subject.await(after).position().offset()).isEqualTo(3);
            assertThatThrownBy(() -> faulty.toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("must not be longer");
            assertThat(subject.texts("a")).containsExactly("1", "2", "4");
        }
    }

    @Test
    void whatWaitsWhenItIsClosedFailsAndWhatIsBeingWrittenIsAnswered() throws Exception {
        Subject subject = open();
        CompletionStage<Published> first =
                subject.streams.publish("a", Subject.text("1"), Subject.KEPT);
        begun.acquireUninterruptibly();
        List<CompletionStage<Published>> others = publishToMany(subject, "2");
        Thread closing = Thread.ofPlatform().start(subject::close);
        for (CompletionStage<Published> other : others) {
            assertThatThrownBy(() -> other.toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .hasRootCauseMessage("the engine is not open");
        }
        allowed.release();
        assertThat(Subject.await(first).position().offset()).isOne();
        closing.join();
        allowed.release(10);
        try (Subject again = new Subject(DiskEngine.builder(directory))) {
            assertThat(again.texts("a")).containsExactly("1");
            assertThat(again.texts("c0")).isEmpty();
        }
    }

    @Test
    void whatNobodyHasForeseenFailsOnePublicationAndIsLogged() {
        AtomicBoolean broken = new AtomicBoolean();
        InstantSource clock =
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("the clock stands");
                    }
                    return Instant.now();
                };
        try (Logged logged = Logged.begin();
                Subject subject = new Subject(DiskEngine.builder(directory).clock(clock))) {
            broken.set(true);
            assertThatThrownBy(() -> subject.publish("a", "1"))
                    .rootCause()
                    .hasMessage("the clock stands");
            broken.set(false);
            assertThat(subject.publish("a", "2").position().offset()).isOne();
            assertThat(logged.records())
                    .filteredOn(it ->
                            it.getMessage().equals("it cannot be committed: the clock stands"))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.getLevel()).isEqualTo(Level.SEVERE);
                        assertThat(it.getThrown()).hasRootCauseMessage("the clock stands");
                    });
        }
    }
}
