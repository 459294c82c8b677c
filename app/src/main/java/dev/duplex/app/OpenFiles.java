package dev.duplex.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/// How many files the system lets the process have open, of which each connection is one.
final class OpenFiles {
    /// For the store, the program's own jars and libraries, and what the JVM has open.
    private static final long OTHERS = 1_000;

    private OpenFiles() {}

    /// What is wrong where connections would run out of them, for the log.
    ///
    /// @param connections how many there may be
    static Optional<String> warning(int connections) {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? warning(unix.getMaxFileDescriptorCount(), connections)
                : Optional.empty();
    }

    /// @param limit how many files may be open; not above zero where nobody can tell
    static Optional<String> warning(long limit, int connections) {
        if (limit <= 0 || limit >= connections + OTHERS) {
            return Optional.empty();
        }
        return Optional.of(
                "The process may have "
                        + limit
                        + " files open, too few for limits.connections, "
                        + connections
                        + ", and "
                        + OTHERS
                        + " more: where they run out no connection is accepted until one ends. Raise the one (ulimit -n,"
                        + " LimitNOFILE), or lower the other");
    }
}
