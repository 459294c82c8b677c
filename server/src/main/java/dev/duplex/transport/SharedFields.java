package dev.duplex.transport;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Fields of requests that many clients send alike, once: those of one kind of browser on one page differ in little but
/// their keys and cookies. A table of fixed size, where the last one of a place stays: whatever strangers send, it does not grow.
/// Any thread.
final class SharedFields {
    /// Places; each has at most the fields of one head, `Limits.headerBytes`.
    static final int PLACES = 512;

    private final AtomicReferenceArray<byte[]> places = new AtomicReferenceArray<>(PLACES);

    /// These bytes, perhaps as an array that others have. Nobody changes it.
    byte[] shared(byte[] fields) {
        int place = Math.floorMod(Arrays.hashCode(fields), PLACES);
        byte[] known = places.get(place);
        if (known != null && Arrays.equals(known, fields)) {
            return known;
        }
        places.set(place, fields);
        return fields;
    }
}
