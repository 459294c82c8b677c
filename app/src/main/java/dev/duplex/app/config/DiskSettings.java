package dev.duplex.app.config;

import dev.duplex.engine.disk.DiskLimits;
import dev.duplex.engine.disk.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where and how channels are kept on disk.
///
/// @param directory of the store
/// @param backups the directory in which a running server makes backups; empty: it makes none
/// @param mostBackups how many there may be in it
public record DiskSettings(
        Path directory,
        Sync sync,
        Duration syncInterval,
        Optional<Path> backups,
        int mostBackups,
        DiskLimits limits) {
    private static final Path STANDARD_DIRECTORY = Path.of("duplex-data");
    private static final int STANDARD_BACKUPS = 16;
    private static final Duration STANDARD_INTERVAL = Duration.ofSeconds(1);

    /// The option that names the store, for commands that have one too.
    public static final String DIRECTORY_OPTION = "--disk-directory";

    static final Setting<Path> DIRECTORY =
            Setting.of(
                    "disk.directory",
                    DIRECTORY_OPTION,
                    ValueType.directory(),
                    STANDARD_DIRECTORY.toString(),
                    "Where channels are kept (engine: disk). It is made if it is not there; one program has it at a time.");
    static final Setting<Sync> SYNC =
            Setting.of(
                    "disk.sync",
                    ValueType.choice(Sync.class),
                    "always",
                    "When what is published is synced to the disk. always: before it is answered and"
                            + " seen; nothing that was answered is lost. interval: every"
                            + " disk.sync-interval; when the machine fails, not the program alone,"
                            + " what was published since is lost. never: when the operating system"
                            + " does it; then likewise, half a minute as a rule. After an end by"
                            + " which something may be lost no client recovers what it missed.");
    static final Setting<Duration> SYNC_INTERVAL =
            Setting.of(
                    "disk.sync-interval",
                    ValueType.positiveTime(),
                    ValueType.written(STANDARD_INTERVAL),
                    "How much time passes between two syncs, where disk.sync is interval.");
    static final Setting<Path> BACKUPS =
            Setting.of(
                    "disk.backup-directory",
                    ValueType.directory(),
                    "no backups while it runs",
                    "Where the server makes backups when duplex store backup, or another holder of an"
                            + " API key, asks for one. Nobody can have it write elsewhere. It is not in disk.directory.");
    static final Setting<Integer> MOST_BACKUPS =
            Setting.of(
                    "disk.backups",
                    ValueType.count(1, 10_000),
                    Integer.toString(STANDARD_BACKUPS),
                    "How many there may be in that directory; beyond it none is made.");

    private static final LimitSetting.Of<DiskLimits, DiskLimits.Builder> OF =
            new LimitSetting.Of<>("disk", DiskLimits.DEFAULT);

    private static final List<LimitSetting<DiskLimits.Builder, ?>> LIMITS =
            List.of(
                    OF.longSize(
                            "store-bytes",
                            1,
                            DiskLimits::storeBytes,
                            DiskLimits.Builder::storeBytes,
                            "What all files of the store may come to; beyond it publishing what would be kept fails, until something expires."),
                    OF.longSize(
                            "reserve-bytes",
                            1,
                            DiskLimits::reserveBytes,
                            DiskLimits.Builder::reserveBytes,
                            "What is left free of the disk; beyond it likewise."),
                    OF.longSize(
                            "waiting-bytes",
                            1,
                            DiskLimits::waitingBytes,
                            DiskLimits.Builder::waitingBytes,
                            "How much waits for the disk, with 256 bytes for each publication on top; beyond it publishing fails."),
                    OF.count(
                            "waiting-reads",
                            1,
                            DiskLimits::waitingReads,
                            DiskLimits.Builder::waitingReads,
                            "How many reads of history wait for the disk; beyond it reading fails."),
                    OF.longSize(
                            "cache-bytes",
                            1,
                            DiskLimits::cacheBytes,
                            DiskLimits.Builder::cacheBytes,
                            "Memory for what was read, and for what finds it."),
                    OF.longSize(
                            "write-buffer-bytes",
                            1,
                            DiskLimits::writeBufferBytes,
                            DiskLimits.Builder::writeBufferBytes,
                            "Memory for what is committed and in no table yet; the log has about as much."),
                    OF.count(
                            "open-files",
                            16,
                            DiskLimits::openFiles,
                            DiskLimits.Builder::openFiles,
                            "How many table files are open at a time."),
                    OF.count(
                            "idempotency-keys",
                            1,
                            DiskLimits::idempotencyKeys,
                            DiskLimits.Builder::idempotencyKeys,
                            "How many idempotency keys of a channel are remembered on disk."),
                    OF.positiveTime(
                            "idempotency-window",
                            DiskLimits::idempotencyWindow,
                            DiskLimits.Builder::idempotencyWindow,
                            "For how long an idempotency key is remembered on disk."));

    /// Every setting.
    static final List<Setting<?>> ALL =
            Stream.<Setting<?>>concat(
                            Stream.of(DIRECTORY, SYNC, SYNC_INTERVAL, BACKUPS, MOST_BACKUPS),
                            LIMITS.stream().map(LimitSetting::setting))
                    .toList();

    /// What the settings come to.
    ///
    /// @return empty if channels are in memory
    static Optional<DiskSettings> of(Settings settings) {
        DiskSettings disk = read(settings);
        boolean used =
                settings.value(ServeSettings.ENGINE).orElse(ServeSettings.EngineKind.DISK)
                        == ServeSettings.EngineKind.DISK;
        if (!used) {
            return Optional.empty();
        }
        requireDirectory(settings, DIRECTORY, disk.directory());
        disk.backups()
                .ifPresent(it -> {
                    requireDirectory(settings, BACKUPS, it);
                    requireOutside(settings, it, disk.directory());
                });
        if (settings.top().given(SYNC_INTERVAL).isPresent() && disk.sync() != Sync.INTERVAL) {
            settings.problems()
                    .add(
                            settings.place(SYNC_INTERVAL)
                                    + " is for syncs by interval: set disk.sync to interval too");
        }
        return Optional.of(disk);
    }

    /// The directory of the store, for commands that look at it.
    ///
    /// @throws UserError what is wrong with it
    public static Path directory(Settings settings) throws UserError {
        Path directory = settings.value(DIRECTORY).orElse(STANDARD_DIRECTORY);
        settings.problems().throwIfAny();
        return directory;
    }

    private static DiskSettings read(Settings settings) {
        return new DiskSettings(
                settings.value(DIRECTORY).orElse(STANDARD_DIRECTORY),
                settings.value(SYNC).orElse(Sync.ALWAYS),
                settings.value(SYNC_INTERVAL).orElse(STANDARD_INTERVAL),
                settings.value(BACKUPS),
                settings.value(MOST_BACKUPS).orElse(STANDARD_BACKUPS),
                LimitSetting.apply(LIMITS, settings, DiskLimits.builder()).build());
    }

    /// What is in the directory of the store is the store's.
    private static void requireOutside(Settings settings, Path backups, Path store) {
        if (real(backups).startsWith(real(store))) {
            settings.problems()
                    .add(
                            settings.place(BACKUPS)
                                    + ": "
                                    + backups
                                    + " is the directory of the store, or in it: give one outside");
        }
    }

    /// Without links, as far as it is there.
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(whole));
            } catch (IOException _) {
                // Then what is above it.
            }
        }
        return whole;
    }

    private static void requireDirectory(Settings settings, Setting<Path> setting, Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            settings.problems()
                    .add(
                            UserError.runtime(
                                    settings.place(setting) + ": " + path + " is not a directory"));
        }
    }
}
