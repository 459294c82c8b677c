package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.engine.disk.DiskLimits;
import dev.duplex.engine.disk.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where and how channels are kept.
class DiskSettingsTest {
    private static Optional<DiskSettings> disk(Map<String, String> variables) throws UserError {
        Settings settings = new Settings();
        settings.environment(variables);
        return ServeOptions.of(settings).channels().disk();
    }

    @Test
    void byDefaultTheyAreOnDiskAndSynced() throws UserError {
        assertThat(disk(Map.of()))
                .contains(
                        new DiskSettings(
                                Path.of("duplex-data"),
                                Sync.ALWAYS,
                                Duration.ofSeconds(1),
                                Optional.empty(),
                                16,
                                DiskLimits.DEFAULT));
    }

    @Test
    void allOfItCanBeSet() throws UserError {
        DiskSettings disk =
                disk(Map.of(
                                "DUPLEX_ENGINE", "disk",
                                "DUPLEX_DISK_DIRECTORY", "elsewhere",
                                "DUPLEX_DISK_SYNC", "interval",
                                "DUPLEX_DISK_SYNC_INTERVAL", "250ms",
                                "DUPLEX_DISK_BACKUP_DIRECTORY", "copies",
                                "DUPLEX_DISK_BACKUPS", "3",
                                "DUPLEX_DISK_STORE_BYTES", "5GiB",
                                "DUPLEX_DISK_OPEN_FILES", "64",
                                "DUPLEX_DISK_IDEMPOTENCY_WINDOW", "1h"))
                        .orElseThrow();
        assertThat(disk.directory()).isEqualTo(Path.of("elsewhere"));
        assertThat(disk.sync()).isEqualTo(Sync.INTERVAL);
        assertThat(disk.syncInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(disk.backups()).contains(Path.of("copies"));
        assertThat(disk.mostBackups()).isEqualTo(3);
        assertThat(disk.limits().storeBytes()).isEqualTo(5L << 30);
        assertThat(disk.limits().openFiles()).isEqualTo(64);
        assertThat(disk.limits().idempotencyWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(disk.limits().waitingBytes()).isEqualTo(DiskLimits.DEFAULT.waitingBytes());
    }

    @Test
    void inMemoryWhatIsSaidOfTheDiskIsForLater() throws UserError {
        assertThat(disk(Map.of("DUPLEX_ENGINE", "memory", "DUPLEX_DISK_SYNC", "never"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUPLEX_ENGINE|rocks|must be one of disk, memory, redis, not \"rocks\"",
                "DUPLEX_DISK_SYNC|sometimes|must be one of always, interval, never",
                "DUPLEX_DISK_SYNC_INTERVAL|5s|is for syncs by interval: set disk.sync to interval too",
                "DUPLEX_DISK_OPEN_FILES|15|must be a whole number of 16 or more",
                "DUPLEX_DISK_STORE_BYTES|much|must be a size",
                "DUPLEX_DISK_DIRECTRY|x|is no setting; did you mean DUPLEX_DISK_DIRECTORY?",
            })
    void whatMakesNoSenseIsSaid(String variable, String value, String sentence) {
        assertThatThrownBy(() -> disk(Map.of(variable, value)))
                .isInstanceOfSatisfying(
                        UserError.class, it -> assertThat(it.exitCode()).isEqualTo(UserError.USAGE))
                .hasMessageStartingWith(variable)
                .hasMessageContaining(sentence);
    }

    @Test
    void backupsAreNotMadeInTheStore(@TempDir Path folder) throws IOException, UserError {
        Path store = Files.createDirectory(folder.resolve("store"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), store);
        for (Path inside :
                List.of(store, store.resolve("backups"), link.resolve("a").resolve("b"))) {
            assertThatThrownBy(() -> disk(variables(store, inside)))
                    .hasMessage(
                            "DUPLEX_DISK_BACKUP_DIRECTORY: "
                                    + inside
                                    + " is the directory of the store, or in it: give one outside");
        }
        assertThat(disk(variables(store, folder.resolve("store-backups")))).isPresent();
    }

    private static Map<String, String> variables(Path store, Path backups) {
        return Map.of(
                "DUPLEX_DISK_DIRECTORY",
                store.toString(),
                "DUPLEX_DISK_BACKUP_DIRECTORY",
                backups.toString());
    }
}
