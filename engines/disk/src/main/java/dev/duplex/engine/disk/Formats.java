package dev.duplex.engine.disk;

import java.io.IOException;
import java.util.List;

/// The formats that a version of Duplex knows: the one that it writes, which is the latest, and how each earlier one becomes the next.
///
/// @param steps the first makes format 2 of format 1, and so on
record Formats(List<Step> steps) {
    /// Those of this version. Whoever changes what is written (`Keys`, the records) adds a step, and keeps a store of the format before
    /// for the tests.
    static final Formats KNOWN = new Formats(List.of());

    private static final System.Logger LOG = System.getLogger("dev.duplex.engine.disk");

    Formats {
        steps = List.copyOf(steps);
    }

    /// Makes the next format of one.
    interface Step {
        /// Changes what the store has. It may have been interrupted before, at any of its writes: then it is called
        /// again, and goes on.
        void migrate(Store store);
    }

    /// Puts on record what a directory is by now.
    interface Journal {
        void write(Format format) throws IOException;
    }

    /// The format that is written.
    int latest() {
        return steps.size() + 1;
    }

    /// That a directory can be used.
    ///
    /// @param what has the format
    /// @throws DiskException if its format is a newer one
    void check(Format format, String what) {
        if (format.version() > latest()) {
            throw new DiskException(
                    DiskException.Reason.NEWER_FORMAT,
                    what
                            + " has format "
                            + format.version()
                            + ", and this version of Duplex knows "
                            + (latest() == 1 ? "format 1" : "formats 1 to " + latest())
                            + " only");
        }
    }

    /// Makes the latest format of whichever it is.
    void migrate(Store store, Format found, Journal journal) throws IOException {
        Format now = found;
        while (now.isBeingMigrated() || now.version() < latest()) {
            int from = now.isBeingMigrated() ? now.from() : now.version();
            LOG.log(
                    System.Logger.Level.INFO,
                    "migrating " + store.path() + " from format " + from + " to " + (from + 1));
            journal.write(new Format(from + 1, from));
            steps.get(from - 1).migrate(store);
            store.sync();
            now = Format.of(from + 1);
            journal.write(now);
        }
    }
}
