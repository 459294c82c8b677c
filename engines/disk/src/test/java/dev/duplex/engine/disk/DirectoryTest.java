package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
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
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (store.syncs() == before && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(store.syncs()).isGreaterThan(before);
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
}
