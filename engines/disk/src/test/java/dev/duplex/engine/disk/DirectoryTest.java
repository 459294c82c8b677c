package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What an engine makes of the directory that it is given: what outlives it, and what is not as it should be.
class DirectoryTest {
    @TempDir private Path scratch;

    private Path directory() {
        return scratch.resolve("some").resolve("engine");
    }

    private Subject open(Sync sync) {
        return new Subject(
                DiskEngine.builder(directory()).sync(sync).syncInterval(Duration.ofMillis(5)));
    }

    private static void refused(DiskEngine.Builder builder, String... words) {
        assertThatThrownBy(builder::open)
                .isInstanceOf(EngineException.class)
                .message()
                .contains(words);
    }

    @ParameterizedTest
    @EnumSource
    void aRegularEndLosesNothingByAnyPolicy(Sync sync) {
        Position empty;
        List<Publication> before;
        try (Subject subject = open(sync)) {
            empty = subject.position("empty");
            subject.publish("a", "1");
            subject.publish("a", "2");
            before = subject.history("a");
        }
        try (Subject subject = open(sync)) {
            assertThat(subject.history("a")).isEqualTo(before);
            assertThat(subject.position("empty")).isEqualTo(empty);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndThatWasNoneGivesOtherEpochsWhereSomethingMayBeLost(Sync sync) {
        Path image = scratch.resolve("image");
        List<Publication> before;
        Position last;
        try (Subject subject = open(sync)) {
            subject.publish("a", "1");
            last = subject.publish("a", "2").position();
            before = subject.history("a");
            Images.copy(directory(), image);
        }
        try (Subject after = new Subject(DiskEngine.builder(image).sync(sync))) {
            assertThat(after.texts("a")).containsExactly("1", "2");
            assertThat(after.position("a").offset()).isEqualTo(2);
            if (sync == Sync.ALWAYS) {
                assertThat(after.history("a")).isEqualTo(before);
            } else {
                assertThat(after.position("a").epoch()).isNotEqualTo(last.epoch());
                assertThat(after.publish("a", "3").position().epoch())
                        .isEqualTo(after.position("a").epoch());
            }
        }
    }

    @Test
    void byIntervalItSyncsSoonAfter() {
        try (Subject subject =
                new Subject(
                        DiskEngine.builder(directory())
                                .sync(Sync.INTERVAL)
                                .syncInterval(Duration.ofMillis(5))
                                .witness(_ -> {}))) {
            Store store = subject.streams.store();
            subject.publish("a", "1");
            long before = store.syncs();
            subject.publish("a", "2");
            Eventually.holds("it is synced", () -> store.syncs() > before);
        }
    }

    @Test
    void itIsOneEngines() {
        try (Subject subject = open(Sync.ALWAYS)) {
            refused(DiskEngine.builder(directory()), "in use by this process");
            assertThat(subject.publish("a", "1").position().offset()).isOne();
        }
        open(Sync.ALWAYS).close();
    }

    @Test
    void aNewerFormatIsNotTouched() throws IOException {
        open(Sync.ALWAYS).close();
        Path format = directory().resolve(DiskDirectory.FORMAT);
        assertThat(format).hasContent("duplex-disk 1");
        Files.writeString(format, "duplex-disk 2\n");
        refused(DiskEngine.builder(directory()), "has format 2", "knows format 1 only");
        Files.writeString(format, "something else\n");
        refused(DiskEngine.builder(directory()), "does not say which format");
    }

    @Test
    void anothersDirectoryIsNotTouched() throws IOException {
        Files.writeString(scratch.resolve("letter.txt"), "dear");
        refused(DiskEngine.builder(scratch), "is not empty and has no file FORMAT");
        assertThat(scratch.resolve(DiskDirectory.DATA)).doesNotExist();
    }

    @Test
    void whereNoDirectoryCanBeItSaysSo() throws IOException {
        Path file = Files.writeString(scratch.resolve("file"), "");
        refused(DiskEngine.builder(file), file.toString(), "is not a directory");
        refused(DiskEngine.builder(file.resolve("below")), "cannot be used");
    }

    /// What the operating system says, of a user or a disk that tests do not have.
    @Test
    void whatTheSystemRefusesHasItsReason() {
        Path some = Path.of("some");
        assertThat(DiskDirectory.failure(some, new AccessDeniedException("some/LOCK")))
                .hasMessage(
                        "the directory some cannot be used: there is no permission for some/LOCK")
                .extracting(DiskException::reason)
                .isEqualTo(DiskException.Reason.NO_PERMISSION);
        assertThat(
                        DiskDirectory.failure(
                                some,
                                new FileSystemException(
                                        "some/FORMAT", null, "No space left on device")))
                .hasMessage("the directory some cannot be used: the disk is full")
                .extracting(DiskException::reason)
                .isEqualTo(DiskException.Reason.FULL);
        assertThat(DiskDirectory.failure(some, new IOException("Input/output error")))
                .hasMessage("the directory some cannot be used: Input/output error")
                .extracting(DiskException::reason)
                .isEqualTo(DiskException.Reason.OTHER);
    }

    @Test
    void aLastWriteThatIsNotWholeWasNeverAnswered() throws IOException {
        Path image = image(10);
        Path log = Images.log(image);
        Images.cut(log, Files.size(log) - 3);
        try (Subject after = new Subject(DiskEngine.builder(image))) {
            assertThat(after.texts("a"))
                    .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
        }
    }

    @Test
    void zerosInThePlaceOfALastWriteAreNoWrite() throws IOException {
        Path image = image(10);
        Path log = Images.log(image);
        Files.write(log, new byte[5_000], StandardOpenOption.APPEND);
        try (Subject after = new Subject(DiskEngine.builder(image))) {
            assertThat(after.texts("a")).hasSize(10);
        }
    }

    @Test
    void aLastWriteWithAHoleIsTakenForDamageForItCannotBeToldFromIt() throws IOException {
        Path image = image(10);
        Path log = Images.log(image);
        Images.cut(log, Files.size(log) - 60);
        Files.write(log, new byte[60], StandardOpenOption.APPEND);
        refused(DiskEngine.builder(image), "is damaged", "salvage");
        try (Subject after = new Subject(DiskEngine.builder(image).salvage(true))) {
            assertThat(after.texts("a")).hasSize(9);
            assertThat(after.position("a").epoch()).isNotEqualTo(epochOfImage);
        }
    }

    @Test
    void aDamagedLogIsNotPassedOverButSalvagedWhenThatIsAskedFor() throws IOException {
        Path image = image(10);
        Path log = Images.log(image);
        Images.damage(log, Files.size(log) / 2);
        refused(DiskEngine.builder(image), "is damaged", "salvage");
        String epoch;
        try (Subject after = new Subject(DiskEngine.builder(image).salvage(true))) {
            assertThat(after.texts("a")).isNotEmpty().startsWith("0", "1").hasSizeLessThan(10);
            epoch = after.position("a").epoch();
            assertThat(epoch).isNotEqualTo(epochOfImage);
        }
        try (Subject again = new Subject(DiskEngine.builder(image))) {
            assertThat(again.position("a").epoch()).isEqualTo(epoch);
        }
    }

    @Test
    void aDamagedTableIsNotReadAsAShortHistory() throws Exception {
        try (Subject subject = open(Sync.ALWAYS)) {
            for (int i = 0; i < 5; i++) {
                subject.publish("a", "" + i);
            }
            try (WriteBatch batch = new WriteBatch()) {
                batch.delete(Keys.publication("a", 3));
                subject.streams.store().write(batch, true);
            } catch (RocksDBException e) {
                throw new AssertionError(e);
            }
            assertThatThrownBy(() -> subject.history("a"))
                    .rootCause()
                    .hasMessage("the store lacks publication 3 of channel a");
        }
    }

    private String epochOfImage = "";

    /// What an engine that did not end leaves.
    private Path image(int publications) {
        Path image = scratch.resolve("image");
        try (Subject subject = open(Sync.ALWAYS)) {
            for (int i = 0; i < publications; i++) {
                epochOfImage = subject.publish("a", "" + i).position().epoch();
            }
            Images.copy(directory(), image);
        }
        return image;
    }

    /// All files, but for the lock and for what RocksDB says of itself.
    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().matches("LOCK|LOG.*")) {
                    files.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    private static void isDamaged(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOfSatisfying(
                        DiskException.class,
                        it -> assertThat(it.reason()).isEqualTo(DiskException.Reason.DAMAGED));
    }

    /// A supervisor starts again what has failed.
    @Test
    void aStoreThatLostItsFirstFileIsRefusedEachTimeAndStaysAsItIs() throws IOException {
        try (Subject subject = open(Sync.ALWAYS)) {
            subject.publish("a", "1");
            subject.store().compact();
        }
        Files.delete(directory().resolve(DiskDirectory.DATA).resolve("CURRENT"));
        Map<Path, String> before = files();
        assertThat(before.keySet()).anyMatch(it -> it.toString().endsWith(".sst"));
        for (int start = 1; start <= 2; start++) {
            isDamaged(() -> DiskEngine.builder(directory()).open());
            isDamaged(() -> DiskEngine.builder(directory()).salvage(true).open());
            isDamaged(() -> DiskStore.check(directory()));
        }
        assertThat(files()).isEqualTo(before);
    }

    /// What was written last is in files that are called like logs of events, and are cleared away like those.
    @Test
    void aStoreThatLostItsLogIsRefusedEachTimeAndSalvagedWhenThatIsAskedFor() throws IOException {
        Position last;
        try (Subject subject = open(Sync.ALWAYS)) {
            subject.publish("a", "1");
            subject.store().compact();
            last = subject.publish("a", "2").position();
        }
        Path data = directory().resolve(DiskDirectory.DATA);
        for (Path log : Images.logs(data).keySet()) {
            Files.delete(data.resolve(log));
        }
        Map<Path, String> before = files();
        for (int start = 1; start <= 2; start++) {
            isDamaged(() -> DiskEngine.builder(directory()).open());
            assertThat(DiskStore.check(directory()).problems())
                    .containsExactly(
                            "its log (*.log) is not there, and what was written last with it");
        }
        assertThat(files()).isEqualTo(before);
        try (Subject after = new Subject(DiskEngine.builder(directory()).salvage(true))) {
            assertThat(after.texts("a")).containsExactly("1");
            assertThat(after.position("a").epoch()).isNotEqualTo(last.epoch());
        }
        open(Sync.ALWAYS).close();
    }

    @Test
    void aStoreThatIsGoneIsNotAnEmptyOne() {
        open(Sync.ALWAYS).close();
        Images.delete(directory().resolve(DiskDirectory.DATA));
        isDamaged(() -> DiskEngine.builder(directory()).open());
        assertThat(directory().resolve(DiskDirectory.DATA)).doesNotExist();
    }

    @Test
    void aFirstStartThatWasInterruptedBeginsAgain() throws IOException {
        Path data = directory().resolve(DiskDirectory.DATA);
        DiskDirectory.open(directory()).close();
        assertThat(data).isEmptyDirectory();
        assertThat(directory().resolve(DiskDirectory.FORMAT)).doesNotExist();
        Files.writeString(data.resolve("MANIFEST-000001"), "half");
        try (Subject subject = open(Sync.ALWAYS)) {
            assertThat(subject.publish("a", "1").position().offset()).isOne();
        }
        assertThat(directory().resolve(DiskDirectory.FORMAT)).hasContent("duplex-disk 1");
        assertThat(directory().resolve(DiskDirectory.NEW)).doesNotExist();
    }

    @Test
    void whatSomebodyElseCallsNewIsNotOneThatWasBegun() throws IOException {
        Path letter =
                Files.writeString(
                        Files.createDirectory(scratch.resolve("data")).resolve("letter"), "dear");
        Path begun = Files.writeString(scratch.resolve(DiskDirectory.NEW), "nothing new");
        refused(DiskEngine.builder(scratch), "does not say which format");
        Files.writeString(begun, "duplex-disk 1\n");
        Path other = Files.writeString(scratch.resolve("other"), "");
        refused(DiskEngine.builder(scratch), "is not empty and has no file FORMAT");
        assertThat(letter).exists();
        assertThat(other).exists();
    }

    @Test
    void eachDirectoryThatIsMadeIsMadeToLast() throws IOException {
        List<Path> synced = new ArrayList<>();
        DurableFiles.makeDirectory(directory(), synced::add);
        assertThat(synced).containsExactly(scratch, scratch.resolve("some"));
        DurableFiles.makeDirectory(directory(), synced::add);
        assertThat(synced).hasSize(2);
    }

    @Test
    void whatIsMadeIsForThisUserAlone() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        open(Sync.ALWAYS).close();
        for (Path made : List.of(directory(), directory().resolve(DiskDirectory.DATA))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
        Path others = Files.createDirectory(scratch.resolve("others"));
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(others);
        new Subject(DiskEngine.builder(others)).close();
        assertThat(Files.getPosixFilePermissions(others)).isEqualTo(before);
    }

    /// POSIX gives up the locks of a process on a file when any descriptor of it is closed.
    @Test
    void whoeverIsRefusedHereDoesNotLetOtherProcessesIn() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), scratch.resolve("some"));
        try (Subject _ = open(Sync.ALWAYS)) {
            refused(DiskEngine.builder(directory()), "in use by this process");
            refused(DiskEngine.builder(link.resolve("engine")), "in use by this process");
            assertThat(ask()).isEqualTo("IN_USE");
        }
        assertThat(ask()).isEqualTo("free");
    }

    private String ask() throws IOException, InterruptedException {
        Process asker = Programs.start(List.of(), Asker.class, directory().toString());
        try (BufferedReader out = asker.inputReader(StandardCharsets.UTF_8)) {
            return String.valueOf(out.readLine());
        } finally {
            assertThat(asker.waitFor()).isZero();
        }
    }

    @Test
    void nothingIsMadeInADirectoryThatIsNoStore() throws IOException {
        Path letter = Files.writeString(scratch.resolve("letter.txt"), "dear");
        refused(DiskEngine.builder(scratch), "is not empty and has no file FORMAT");
        assertThatThrownBy(() -> DiskStore.check(scratch))
                .hasMessage("there is no store in the directory " + scratch);
        assertThat(scratch).isDirectoryNotContaining(it -> !it.equals(letter));
        Path newer = Files.createDirectory(scratch.resolve("newer"));
        Files.writeString(newer.resolve(DiskDirectory.FORMAT), "duplex-disk 2\n");
        refused(DiskEngine.builder(newer), "has format 2");
        assertThat(newer.resolve(DirectoryLock.FILE)).doesNotExist();
    }

    @Test
    void aLockIsNotWrittenThroughALink() throws IOException {
        open(Sync.ALWAYS).close();
        Path letter = Files.writeString(scratch.resolve("letter.txt"), "dear");
        Path lock = directory().resolve(DirectoryLock.FILE);
        Files.delete(lock);
        Files.createSymbolicLink(lock, letter);
        refused(DiskEngine.builder(directory()), "cannot be used");
        assertThat(letter).hasContent("dear");
    }

    @Test
    void onlyWhereNothingCanBeWrittenABackupIsReadWithoutALock() {
        assertThat(DiskDirectory.cannotBeWritten(new AccessDeniedException("LOCK"))).isTrue();
        assertThat(
                        DiskDirectory.cannotBeWritten(
                                new FileSystemException("LOCK", null, "Read-only file system")))
                .isTrue();
        assertThat(
                        DiskDirectory.cannotBeWritten(
                                new FileSystemException("LOCK", null, "No space left on device")))
                .isFalse();
    }

    @Test
    void aRecordThatCannotBeUnderstoodIsDamageInASentence() {
        open(Sync.ALWAYS).close();
        try (DiskDirectory taken = DiskDirectory.open(directory());
                Store store =
                        Store.open(
                                taken.data(),
                                Store.Absent.DAMAGED,
                                DiskLimits.DEFAULT,
                                false,
                                false)) {
            store.put(Keys.SESSION, new byte[] {1, 2, 3});
        }
        isDamaged(() -> open(Sync.ALWAYS).close());
    }
}
