package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which format a directory has: a line of text in a file of it. `duplex-disk 2` is format 2; `duplex-disk 2 from 1` is what was format 1
/// and is partly format 2 already, which no version that knows format 1 only reads.
///
/// @param from where it is being migrated from; 0 if it is not
record Format(int version, int from) {
    private static final Pattern LINE =
            Pattern.compile("duplex-disk ([1-9][0-9]{0,8})(?: from ([1-9][0-9]{0,8}))?");

    /// A file of it is not longer.
    private static final int MAX_BYTES = 64;

    static Format of(int version) {
        return new Format(version, 0);
    }

    boolean isBeingMigrated() {
        return from != 0;
    }

    /// @throws DiskException if the file says nothing of the kind
    static Format read(Path file) throws IOException {
        String text =
                Files.size(file) > MAX_BYTES
                        ? ""
                        : Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw unknown(file);
        }
        String from = line.group(2);
        Format format =
                new Format(
                        Integer.parseInt(line.group(1)), from == null ? 0 : Integer.parseInt(from));
        if (format.isBeingMigrated() && format.from() + 1 != format.version()) {
            throw unknown(file);
        }
        return format;
    }

    private static DiskException unknown(Path file) {
        return new DiskException(
                DiskException.Reason.NOT_A_STORE,
                "the file " + file + " does not say which format the directory has");
    }

    void write(Path file) throws IOException {
        DurableFiles.write(
                file, "duplex-disk " + version + (isBeingMigrated() ? " from " + from : "") + "\n");
    }
}
