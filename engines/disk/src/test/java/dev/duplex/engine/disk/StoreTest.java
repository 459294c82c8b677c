package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.RecordWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What is done with a store from outside: check, statistics, backup, restore, salvage.
class StoreTest {
    @TempDir private Path scratch;

    private Path directory() {
        return scratch.resolve("store");
    }

    private Path backup() {
        return scratch.resolve("backups").resolve("one");
    }

    private Path made() {
        return scratch.resolve("made");
    }

    private Subject open() {
        return new Subject(DiskEngine.builder(directory()));
    }

    private static void refused(
            ThrowingCallable call, DiskException.Reason reason, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DiskException.class, it -> assertThat(it.reason()).isEqualTo(reason))
                .message()
                .contains(words);
    }

    /// Channels a with 10 publications and b with 5, and an idempotency key.
    private void fill() {
        try (Subject subject = open()) {
            for (int i = 1; i <= 10; i++) {
                subject.publish("a", "a" + i);
            }
            for (int i = 1; i <= 5; i++) {
                Subject.await(
                        subject.streams.publish(
                                "b",
                                Subject.text("b" + i).withIdempotencyKey("key" + i),
                                Subject.KEPT));
            }
            subject.position("empty");
        }
    }

    private void delete(byte[]... keys) {
        try (Subject subject = open();
                WriteBatch batch = new WriteBatch()) {
            for (byte[] key : keys) {
                batch.delete(key);
            }
            subject.store().write(batch, true);
        } catch (RocksDBException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSoundStoreHasNoProblemsAndItsStatistics() {
        fill();
        StoreReport report = DiskStore.check(directory());
        assertThat(report.problems()).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.lostPublications()).isZero();
        StoreStatistics statistics = report.statistics();
        assertThat(statistics.format()).isOne();
        assertThat(statistics.backup()).isFalse();
        assertThat(statistics.generation()).isOne();
        assertThat(statistics.sync()).isEqualTo(Sync.ALWAYS);
        assertThat(statistics.ended()).isTrue();
        assertThat(statistics.channels()).isEqualTo(3);
        assertThat(statistics.publications()).isEqualTo(15);
        assertThat(statistics.idempotencyKeys()).isEqualTo(5);
        assertThat(statistics.publicationBytes()).isPositive();
        assertThat(statistics.fileBytes()).isPositive();
        assertThat(statistics.largest())
                .extracting(StoreStatistics.Channel::name)
                .containsExactly("a", "b");
    }

    @Test
    void theLargestChannelsAreNamedAndNoMore() {
        try (Subject subject = open()) {
            List<CompletionStage<Published>> answers = new ArrayList<>();
            for (int channel = 1; channel <= StoreStatistics.LARGEST + 3; channel++) {
                answers.add(
                        subject.streams.publish(
                                "c" + channel, Subject.text("x".repeat(channel)), Subject.KEPT));
            }
            answers.forEach(Subject::await);
        }
        assertThat(DiskStore.check(directory()).statistics().largest())
                .hasSize(StoreStatistics.LARGEST)
                .extracting(StoreStatistics.Channel::name)
                .startsWith("c13", "c12")
                .doesNotContain("c1", "c2", "c3");
    }

    @Test
    void aUseThatHasNotEndedIsTold() {
        Path image = scratch.resolve("image");
        try (Subject subject = new Subject(DiskEngine.builder(directory()).sync(Sync.INTERVAL))) {
            subject.publish("a", "1");
            Images.copy(directory(), image);
        }
        StoreStatistics statistics = DiskStore.check(image).statistics();
        assertThat(statistics.ended()).isFalse();
        assertThat(statistics.sync()).isEqualTo(Sync.INTERVAL);
        assertThat(statistics.publications()).isOne();
    }

    @Test
    void whatIsInUseIsNotChecked() {
        try (Subject _ = open()) {
            refused(
                    () -> DiskStore.check(directory()),
                    DiskException.Reason.IN_USE,
                    "in use by this process");
        }
    }

    @Test
    void whereNoStoreIsNothingIsMade() throws IOException {
        refused(
                () -> DiskStore.check(directory()),
                DiskException.Reason.NOT_A_STORE,
                "there is no directory");
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        refused(
                () -> DiskStore.check(empty),
                DiskException.Reason.NOT_A_STORE,
                "there is no store in the directory");
        assertThat(empty).isEmptyDirectory();
        Path file = Files.writeString(scratch.resolve("file"), "");
        refused(
                () -> DiskStore.check(file),
                DiskException.Reason.NOT_A_DIRECTORY,
                "is not a directory");
    }

    @Test
    void holesInHistoriesAreFoundAndSalvageTakesWhatFollows() {
        fill();
        delete(
                Keys.publication("a", 3),
                Keys.publication("a", 4),
                Keys.publication("a", 7),
                Keys.publication("b", 5));
        StoreReport report = DiskStore.check(directory());
        assertThat(report.problems())
                .containsExactly(
                        "publications 3 to 4 of channel a cannot be read: not there",
                        "publication 7 of channel a cannot be read: not there",
                        "publication 5 of channel b cannot be read: not there");
        assertThat(report.lostPublications()).isEqualTo(7 + 5);
        Position before;
        try (Subject subject = open()) {
            before = subject.position("a");
        }
        StoreStatistics salvaged = DiskStore.salvage(directory(), made());
        assertThat(salvaged.publications()).isEqualTo(3);
        assertThat(salvaged.generation()).isEqualTo(2);
        try (Subject subject = new Subject(DiskEngine.builder(made()))) {
            assertThat(subject.texts("a")).containsExactly("a8", "a9", "a10");
            assertThat(subject.texts("b")).isEmpty();
            assertThat(Subject.await(subject.streams.compact("a", before, Subject.text("all"))))
                    .as("a snapshot of before")
                    .isFalse();
            assertThat(Subject.await(subject.streams.trim("a", before)))
                    .as("read before")
                    .isFalse();
            assertThat(subject.position("a").offset()).isEqualTo(10);
            assertThat(subject.position("a").epoch()).isNotEqualTo(before.epoch());
            assertThat(subject.publish("b", "b6").position().offset()).isEqualTo(6);
        }
        assertThat(DiskStore.check(made()).problems()).isEmpty();
        assertThat(DiskStore.check(directory()).lostPublications()).isEqualTo(12);
    }

    @Test
    void recordsThatCannotBeUnderstoodAndPublicationsWithoutAChannelAreFound()
            throws RocksDBException {
        fill();
        try (Subject subject = open();
                WriteBatch batch = new WriteBatch()) {
            batch.put(Keys.publication("a", 2), new byte[] {1, 2, 3});
            batch.put(Keys.publication("a", 4), ofNoTime());
            batch.put(Keys.order("b", 0), new byte[] {1});
            batch.put(Keys.stream("broken"), new byte[] {1});
            batch.delete(Keys.stream("b"));
            batch.put(Keys.stream("c"), new StreamState(9, "e", 0, 1, 0, 0, 0).encode());
            subject.store().write(batch, true);
        }
        StoreReport report = DiskStore.check(directory());
        assertThat(report.problems())
                .containsExactlyInAnyOrder(
                        "publication 2 of channel a cannot be read: a record of the store is not"
                                + " what it should be",
                        "publication 4 of channel a cannot be read: a record of the store is not"
                                + " what it should be",
                        "what is known of channel broken cannot be understood",
                        "channel c is of generation 9, which is to come",
                        "channel b has publications, and no position");
        assertThat(report.lostChannels()).isEqualTo(2);
        assertThat(DiskStore.salvage(directory(), made()).generation()).isEqualTo(10);
    }

    /// A publication whose time is none that there is.
    private static byte[] ofNoTime() {
        return new RecordWriter(64)
                .number(Long.MAX_VALUE)
                .number(3)
                .number(Long.MAX_VALUE)
                .count(0)
                .draft(Subject.text("4"))
                .done();
    }

    @Test
    void problemsAreCountedBeyondTheirLimit() {
        try (Subject subject = open()) {
            List<CompletionStage<Published>> answers = new ArrayList<>();
            for (int i = 0; i < 2 * StoreReport.PROBLEMS + 5; i++) {
                answers.add(subject.streams.publish("a", Subject.text("x"), Subject.KEPT));
            }
            answers.forEach(Subject::await);
        }
        byte[][] every2nd = new byte[StoreReport.PROBLEMS + 2][];
        for (int i = 0; i < every2nd.length; i++) {
            every2nd[i] = Keys.publication("a", 2L * i + 2);
        }
        delete(every2nd);
        StoreReport report = DiskStore.check(directory());
        assertThat(report.problems()).hasSize(StoreReport.PROBLEMS);
        assertThat(report.moreProblems()).isEqualTo(2);
    }

    @Test
    void aDamagedTableIsNamedAndWhatCanBeReadOfItIsSalvaged() throws IOException {
        Path table;
        int count = 2_000;
        try (Subject subject = open()) {
            List<CompletionStage<Published>> answers = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                answers.add(
                        subject.streams.publish(
                                "a",
                                Subject.text(i + "-" + Integer.toHexString(i * 31_337)),
                                Subject.KEPT));
                answers.add(subject.streams.publish("b", Subject.text("" + i), Subject.KEPT));
            }
            answers.forEach(Subject::await);
            subject.store().compact();
            assertThat(subject.store().tables()).hasSize(1);
            table = subject.store().tables().getFirst();
        }
        // Its first quarter is of publications of channel a.
        Images.damage(table, Files.size(table) / 4);
        StoreReport report = DiskStore.check(directory());
        assertThat(report.problems().getFirst())
                .startsWith("the table " + table.getFileName() + " is damaged: ");
        assertThat(report.problems().get(1)).contains("of channel a cannot be read");
        assertThat(report.lostPublications()).isBetween(1L, (long) count);
        StoreStatistics salvaged = DiskStore.salvage(directory(), made());
        assertThat(salvaged.channels()).isEqualTo(2);
        assertThat(salvaged.publications()).isEqualTo(2L * count - report.lostPublications());
        assertThat(DiskStore.check(made()).problems()).isEmpty();
    }

    @Test
    void aDamagedLogIsToldWithWhatIsBehindTheDamage() throws IOException {
        Path image = scratch.resolve("image");
        // A log is read by blocks of 32 KiB.
        String filler = "x".repeat(10_000);
        try (Subject subject = open()) {
            for (int i = 1; i <= 20; i++) {
                subject.publish("a", i + filler);
            }
            Images.copy(directory(), image);
        }
        Path log = Images.log(image);
        Images.damage(log, Files.size(log) / 2);
        StoreReport report = DiskStore.check(image);
        assertThat(report.problems().getFirst()).startsWith("the log is damaged: ");
        long kept = report.statistics().publications();
        assertThat(kept).isBetween(1L, 19L);
        assertThat(report.keptPublications()).isEqualTo(kept);
        assertThat(report.lostPublications()).isPositive();
        assertThat(DiskStore.salvage(image, made()).publications()).isEqualTo(kept);
        try (Subject subject = new Subject(DiskEngine.builder(made()))) {
            assertThat(subject.texts("a")).hasSize((int) kept).startsWith("1" + filler);
        }
    }

    @Test
    void aBackupOfAStoreInUseHasAllThatWasAnsweredBefore() {
        DiskEngine engine = DiskEngine.builder(directory()).start();
        List<Publication> heard = new ArrayList<>();
        engine.engine().streams().start(new Hearing(heard));
        for (int i = 1; i <= 100; i++) {
            Subject.await(
                    engine.engine().streams().publish("a", Subject.text("" + i), Subject.KEPT));
        }
        List<CompletionStage<Published>> meanwhile = new ArrayList<>();
        CompletionStage<Void> made = engine.backup(backup());
        for (int i = 101; i <= 200; i++) {
            meanwhile.add(
                    engine.engine().streams().publish("a", Subject.text("" + i), Subject.KEPT));
        }
        Subject.await(made);
        meanwhile.forEach(Subject::await);
        engine.engine().close();

        StoreReport report = DiskStore.check(backup());
        assertThat(report.problems()).isEmpty();
        assertThat(report.statistics().backup()).isTrue();
        assertThat(report.statistics().publications()).isBetween(100L, 200L);
        DiskStore.restore(backup(), made());
        try (Subject subject = new Subject(DiskEngine.builder(made()))) {
            assertThat(subject.texts("a")).startsWith("1", "2").contains("100");
        }
    }

    /// Clients have seen what was published after the backup.
    @Test
    void noPositionIsThatOfTwoPublicationsAfterARestore() {
        Set<Position> seen = new HashSet<>();
        Position last;
        try (Subject subject = open()) {
            seen.add(subject.publish("a", "1").position());
        }
        DiskStore.backup(directory(), backup());
        try (Subject subject = open()) {
            assertThat(seen.add(subject.publish("a", "2, after the backup").position())).isTrue();
            last = subject.position("a");
        }
        DiskStore.restore(backup(), made());
        try (Subject subject = new Subject(DiskEngine.builder(made()))) {
            assertThat(subject.texts("a")).containsExactly("1");
            assertThat(subject.position("a").epoch()).isNotEqualTo(last.epoch());
            assertThat(seen.add(subject.publish("a", "2, after the restore").position())).isTrue();
        }
        // And of a second store from the same backup, which both have been in use.
        Path second = scratch.resolve("second");
        DiskStore.restore(backup(), second);
        try (Subject subject = new Subject(DiskEngine.builder(second))) {
            assertThat(seen.add(subject.publish("a", "2, of another").position())).isTrue();
        }
    }

    @Test
    void anIdempotencyKeyIsRememberedAfterARestore() {
        fill();
        DiskStore.backup(directory(), backup());
        DiskStore.restore(backup(), made());
        try (Subject subject = new Subject(DiskEngine.builder(made()))) {
            Published again =
                    Subject.await(
                            subject.streams.publish(
                                    "b",
                                    Subject.text("again").withIdempotencyKey("key2"),
                                    Subject.KEPT));
            assertThat(again.duplicate()).isTrue();
            assertThat(again.position().offset()).isEqualTo(2);
            assertThat(again.position().epoch()).isEqualTo(subject.position("b").epoch());
        }
    }

    @Test
    void aBackupIsNotUsedAsAStoreNorAStoreAsABackup() {
        fill();
        DiskStore.backup(directory(), backup());
        refused(
                () -> DiskEngine.builder(backup()).open(),
                DiskException.Reason.NOT_A_STORE,
                "is a backup, which is not used itself");
        refused(
                () -> DiskStore.restore(directory(), made()),
                DiskException.Reason.NOT_A_STORE,
                "is a store, and not a backup");
    }

    @Test
    void nothingIsWrittenOverWhatIsThere() throws IOException {
        fill();
        DiskStore.backup(directory(), backup());
        Path taken = Files.createDirectory(scratch.resolve("taken"));
        Files.writeString(taken.resolve("letter.txt"), "dear");
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> DiskStore.backup(directory(), taken),
                        () -> DiskStore.restore(backup(), taken),
                        () -> DiskStore.salvage(directory(), taken))) {
            refused(call, DiskException.Reason.NOT_EMPTY, "is not empty");
        }
        assertThat(taken.resolve(DiskDirectory.DATA)).doesNotExist();
        refused(
                () -> DiskStore.backup(directory(), taken.resolve("letter.txt")),
                DiskException.Reason.NOT_A_DIRECTORY,
                "is not a directory");
    }

    /// As a process leaves it that was ended in the middle.
    @Test
    void aRestoreThatHasNotEndedIsNoStore() throws IOException {
        fill();
        DiskStore.backup(directory(), backup());
        DiskStore.restore(backup(), made());
        Files.delete(made().resolve(DiskDirectory.FORMAT));
        refused(
                () -> DiskEngine.builder(made()).open(),
                DiskException.Reason.NOT_A_STORE,
                "is not empty and has no file FORMAT");
        Files.delete(backup().resolve(DiskDirectory.BACKUP));
        refused(
                () -> DiskStore.restore(backup(), scratch.resolve("other")),
                DiskException.Reason.NOT_A_STORE,
                "there is no store in");
    }

    @Test
    void aDamagedBackupIsNotRestoredAndLeavesNothing() throws IOException {
        Path image = scratch.resolve("image");
        try (Subject subject = open()) {
            for (int i = 0; i < 20; i++) {
                subject.publish("a", "" + i);
            }
            Images.copy(directory(), image);
        }
        DiskStore.backup(image, backup());
        Path log = Images.log(backup());
        Images.damage(log, Files.size(log) / 2);
        refused(
                () -> DiskStore.restore(backup(), made()),
                DiskException.Reason.DAMAGED,
                "is damaged");
        assertThat(made().resolve(DiskDirectory.DATA)).doesNotExist();
        assertThat(DiskStore.salvage(backup(), scratch.resolve("salvaged")).publications())
                .isPositive();
    }

    @Test
    void aBackupWithADamagedTableIsNotRestored() throws IOException {
        try (Subject subject = open()) {
            List<CompletionStage<Published>> answers = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                answers.add(
                        subject.streams.publish(
                                "a",
                                Subject.text(i + Integer.toHexString(i * 31_337)),
                                Subject.KEPT));
            }
            answers.forEach(Subject::await);
            subject.store().compact();
        }
        DiskStore.backup(directory(), backup());
        Path table;
        try (Stream<Path> files = Files.list(backup().resolve(DiskDirectory.DATA))) {
            table = files.filter(it -> it.toString().endsWith(".sst")).findFirst().orElseThrow();
        }
        Images.damage(table, Files.size(table) / 4);
        refused(
                () -> DiskStore.restore(backup(), made()),
                DiskException.Reason.DAMAGED,
                "its table " + table.getFileName());
        assertThat(made().resolve(DiskDirectory.DATA)).doesNotExist();
    }

    @Test
    void aBackupThatFailsTakesItsOwnAwayAndNothingElse() throws IOException {
        fill();
        Path data = directory().resolve(DiskDirectory.DATA);
        Path users = Files.createDirectory(scratch.resolve("users"));
        IllegalStateException reason = new IllegalStateException("out of luck");
        assertThatThrownBy(() ->
                        Backups.make(
                                users,
                                data,
                                it -> {
                                    Backups.copy(data, it);
                                    throw reason;
                                }))
                .isSameAs(reason);
        assertThat(users).isEmptyDirectory();
        assertThatThrownBy(() ->
                        Backups.make(
                                backup(),
                                data,
                                _ -> {
                                    throw reason;
                                }))
                .isSameAs(reason);
        assertThat(backup()).doesNotExist();
        assertThatThrownBy(() ->
                        Backups.make(
                                backup(),
                                data,
                                it -> {
                                    write(it.resolveSibling("letter.txt"));
                                    throw reason;
                                }))
                .isSameAs(reason);
        assertThat(reason.getSuppressed()).hasSize(1);
        assertThat(backup().resolve("letter.txt")).hasContent("dear");
    }

    private static void write(Path letter) {
        try {
            Files.writeString(letter, "dear");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoBackupsAreNotMadeInOnePlaceAtOnce() {
        fill();
        Path data = directory().resolve(DiskDirectory.DATA);
        Backups.make(
                backup(),
                data,
                it -> {
                    refused(
                            () -> Backups.make(backup(), data, other -> Backups.copy(data, other)),
                            DiskException.Reason.NOT_EMPTY,
                            "is not empty");
                    Backups.copy(data, it);
                });
        assertThat(DiskStore.check(backup()).problems()).isEmpty();
    }
}
