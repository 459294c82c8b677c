package dev.duplex.centrifuge.delta;

import java.util.Optional;

/// Deltas in the format of Fossil (https://fossil-scm.org/home/doc/trunk/www/delta_format.wiki): how to make one payload of another.
///
/// A delta is the size of what it makes, commands that copy from the source or insert what follows, and a
/// checksum of what it makes; numbers are written with 64 digits.
public final class FossilDelta {
    private FossilDelta() {}

    /// Says how `target` comes from `source`. If the target is in UTF-8, so is the delta: copies begin and end between
    /// characters, so that it can be sent as a string.
    ///
    /// The time is linear in the lengths, whatever is in them; four bytes for each `DeltaWriter.BLOCK` of the source are
    /// allocated for an index. It may be longer than the target by some ten bytes; who sends it compares.
    public static byte[] create(byte[] source, byte[] target) {
        return new DeltaWriter(source, target).write();
    }

    /// @param limit bytes that the result may have at most
    /// @return what the delta makes of `source`, or nothing if it is not a delta to it: malformed, with a copy of what
    ///     is not there, of another size than it says, or with another checksum
    public static Optional<byte[]> apply(byte[] source, byte[] delta, int limit) {
        return new DeltaReader(source, delta).read(limit);
    }

    /// The sum of the bytes taken as big-endian numbers of 32 bits, the last one filled up with zeros.
    static int checksum(byte[] bytes) {
        int sum = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            sum +=
                    (bytes[i] << 24)
                            | ((bytes[i + 1] & 0xFF) << 16)
                            | ((bytes[i + 2] & 0xFF) << 8)
                            | (bytes[i + 3] & 0xFF);
        }
        for (int i = whole; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << (24 - 8 * (i - whole));
        }
        return sum;
    }
}
