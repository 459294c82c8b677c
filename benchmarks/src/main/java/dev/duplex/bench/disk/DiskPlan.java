package dev.duplex.bench.disk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/// How it is measured.
///
/// @param directory where everything is written
/// @param contenders who is compared
/// @param runs turns of each
/// @param window length of what is measured in a turn
/// @param quick to see that it works, not to believe the figures
/// @param progress is told how far it is
public record DiskPlan(
        Path directory,
        Set<Contender> contenders,
        int runs,
        Duration window,
        boolean quick,
        Consumer<String> progress) {
    /// Before the window, under the same load.
    Duration settling() {
        return quick ? Duration.ofMillis(100) : Duration.ofSeconds(1);
    }

    /// How often the disk's own sync is measured in a turn.
    int syncs() {
        return quick ? 10 : 200;
    }
}
