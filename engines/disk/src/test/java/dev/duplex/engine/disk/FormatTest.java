package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Stores that other versions wrote.
class FormatTest {
    private static final byte[] MARK = "mmark".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path scratch;

    private Path directory() {
        return scratch.resolve("store");
    }

    private Path file() {
        return directory().resolve(DiskDirectory.FORMAT);
    }

    private DiskEngine.Builder builder() {
        return DiskEngine.builder(directory()).clock(new MovableClock());
    }

    @Test
    void aStoreOfFormatOneIsReadAndGoesOn() {
        FormatOne.unpack(directory());
        try (Subject subject = new Subject(builder())) {
            List<Publication> news = subject.history("news");
            assertThat(news).extracting(Publication::offset).containsExactly(1L, 2L);
            assertThat(news).extracting(Publication::epoch).containsOnly(FormatOne.EPOCH);
            assertThat(news.getFirst().payload().bytes())
                    .isEqualTo(FormatOne.rich().payload().bytes());
            assertThat(news.getFirst().key()).isEqualTo("key");
            assertThat(news.getFirst().tags()).isEqualTo(FormatOne.rich().tags());
            assertThat(news.getFirst().publisher().orElseThrow().user()).isEqualTo("user");
            assertThat(subject.texts("trimmed")).containsExactly("2");
            assertThat(subject.position("empty").offset()).isZero();
            Published again =
                    Subject.await(
                            subject.streams.publish(
                                    "news",
                                    Subject.text("second").withIdempotencyKey("once"),
                                    Subject.KEPT));
            assertThat(again.position().offset()).isEqualTo(2);
            assertThat(subject.publish("news", "third").position())
                    .extracting("epoch", "offset")
                    .containsExactly(FormatOne.EPOCH, 3L);
        }
        assertThat(DiskStore.check(directory()).problems()).isEmpty();
    }

    /// Whoever changes the format sees it here: then there is another fixture to keep, and a step to write.
    @Test
    void whatIsWrittenIsFormatOne() {
        new Subject(builder()).close();
        assertThat(file()).hasContent("duplex-disk 1");
        assertThat(Formats.KNOWN.latest()).isOne();
    }

    /// A step of tests: it puts a mark into the store, in two writes.
    private static final class Marking implements Formats.Step {
        final List<String> calls = new ArrayList<>();
        private final String mark;
        private boolean interrupted;

        Marking(String mark, boolean interrupted) {
            this.mark = mark;
            this.interrupted = interrupted;
        }

        @Override
        public void migrate(Store store) {
            byte[] before = store.get(MARK);
            calls.add(before == null ? "" : new String(before, StandardCharsets.US_ASCII));
            store.put(MARK, (mark + " half").getBytes(StandardCharsets.US_ASCII));
            if (interrupted) {
                interrupted = false;
                throw new EngineException("interrupted");
            }
            store.put(MARK, mark.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String mark(Subject subject) {
        return new String(
                Objects.requireNonNull(subject.store().get(MARK)), StandardCharsets.US_ASCII);
    }

    @Test
    void anEarlierFormatIsMadeTheLatestStepByStep() {
        FormatOne.unpack(directory());
        Marking toTwo = new Marking("two", false);
        Marking toThree = new Marking("three", false);
        Formats three = new Formats(List.of(toTwo, toThree));
        try (Subject subject = new Subject(builder().formats(three))) {
            assertThat(subject.history("news")).hasSize(2);
            assertThat(mark(subject)).isEqualTo("three");
        }
        assertThat(toTwo.calls).containsExactly("");
        assertThat(toThree.calls).containsExactly("two");
        assertThat(file()).hasContent("duplex-disk 3");
        try (Subject again = new Subject(builder().formats(three))) {
            assertThat(mark(again)).isEqualTo("three");
        }
        assertThat(toTwo.calls).hasSize(1);
    }

    @Test
    void anInterruptedStepIsDoneAgainAndMeanwhileNoEarlierVersionReadsIt() {
        FormatOne.unpack(directory());
        Marking toTwo = new Marking("two", true);
        Formats two = new Formats(List.of(toTwo));
        assertThatThrownBy(() -> builder().formats(two).open()).hasMessage("interrupted");
        assertThat(file()).hasContent("duplex-disk 2 from 1");
        assertThatThrownBy(() -> builder().open())
                .isInstanceOf(DiskException.class)
                .hasMessageContaining(
                        "has format 2, and this version of Duplex knows format 1 only");
        try (Subject subject = new Subject(builder().formats(two))) {
            assertThat(mark(subject)).isEqualTo("two");
            assertThat(subject.history("news")).hasSize(2);
        }
        assertThat(toTwo.calls).containsExactly("", "two half");
        assertThat(file()).hasContent("duplex-disk 2");
    }

    @Test
    void aFreshDirectoryHasTheLatestFormatAtOnce() {
        Marking toTwo = new Marking("two", false);
        new Subject(builder().formats(new Formats(List.of(toTwo)))).close();
        assertThat(file()).hasContent("duplex-disk 2");
        assertThat(toTwo.calls).isEmpty();
    }

    @Test
    void aNewerFormatIsNotTouched() throws IOException {
        FormatOne.unpack(directory());
        Files.writeString(file(), "duplex-disk 7\n");
        for (Runnable use :
                List.<Runnable>of(
                        () -> builder().open(),
                        () -> DiskStore.check(directory()),
                        () -> DiskStore.backup(directory(), scratch.resolve("backup")),
                        () -> DiskStore.salvage(directory(), scratch.resolve("salvaged")))) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            DiskException.class,
                            it ->
                                    assertThat(it.reason())
                                            .isEqualTo(DiskException.Reason.NEWER_FORMAT))
                    .hasMessageContaining("has format 7");
        }
    }

    /// A key that no format has is no reason to fail, or steps could not be tried.
    @Test
    void whatIsUnknownIsLeftAlone() throws RocksDBException {
        try (Subject subject = new Subject(builder());
                WriteBatch batch = new WriteBatch()) {
            batch.put(MARK, MARK);
            subject.store().write(batch, true);
        }
        assertThat(DiskStore.check(directory()).problems()).isEmpty();
    }

    @Test
    void aBackupOfAnEarlierFormatIsRestoredAsTheLatest() throws IOException {
        FormatOne.unpack(directory());
        Path backup = scratch.resolve("backup");
        Path made = scratch.resolve("made");
        DiskStore.backup(directory(), backup);
        Marking toTwo = new Marking("two", false);
        Formats two = new Formats(List.of(toTwo));
        DiskStore.restore(backup, made, two);
        assertThat(made.resolve(DiskDirectory.FORMAT)).hasContent("duplex-disk 2");
        assertThat(backup.resolve(DiskDirectory.BACKUP)).hasContent("duplex-disk 1");
        try (Subject subject = new Subject(DiskEngine.builder(made).formats(two))) {
            assertThat(mark(subject)).isEqualTo("two");
            assertThat(subject.position("news").offset()).isEqualTo(2);
        }
        assertThat(toTwo.calls).containsExactly("");
    }

    @Test
    void nothingIsMigratedButFromTheFormatBefore() throws IOException {
        FormatOne.unpack(directory());
        Files.writeString(file(), "duplex-disk 3 from 1\n");
        assertThatThrownBy(() -> Format.read(file()))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("does not say which format");
    }
}
