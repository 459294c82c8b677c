package dev.duplex.bench.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @TempDir Path directory;

    @Test
    void syncsAsOftenAsItIsToldAndLeavesNothing() {
        assertThat(Disk.syncs(directory, 3).getTotalCount()).isEqualTo(3);
        assertThat(Disk.size(directory)).isZero();
    }

    @Test
    void countsAndRemovesAllThatIsBelow() throws IOException {
        Path below = Disk.empty(directory.resolve("a/b"));
        Files.write(below.resolve("c"), new byte[100]);
        Files.write(directory.resolve("a/d"), new byte[23]);
        assertThat(Disk.size(directory)).isEqualTo(123);
        Disk.delete(directory.resolve("a"));
        assertThat(directory.resolve("a")).doesNotExist();
        Disk.delete(directory.resolve("a"));
    }

    @Test
    void countsTheFilesThatAProcessHasOpenThere() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertThat(Disk.openFiles(pid, directory)).isZero();
        try (OutputStream one = Files.newOutputStream(directory.resolve("one"));
                OutputStream two = Files.newOutputStream(directory.resolve("two"))) {
            one.write(1);
            two.write(2);
            assertThat(Disk.openFiles(pid, directory)).isEqualTo(2);
        }
        assertThat(Disk.residentBytes(pid)).isPositive();
    }

    @Test
    void readsWhatTheDeviceWasGiven() {
        assertThat(Disk.writtenBytes(" 10 2 30 4 50 6 7000 8 9 10 11\n")).isEqualTo(7000 * 512);
        assertThat(Disk.writtenEach(OptionalLong.of(1_000), OptionalLong.of(5_000), 8))
                .isEqualTo(500);
        assertThat(Disk.text(Disk.writtenEach(OptionalLong.empty(), OptionalLong.of(1), 8)))
                .isEqualTo("–");
    }
}
