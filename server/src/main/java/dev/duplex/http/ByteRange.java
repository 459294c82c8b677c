package dev.duplex.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Range` field asks for, of a representation of a known size (RFC 9110 §14).
sealed interface ByteRange {
    /// All of it: there was no field, or one that is to be ignored, as is one for several ranges.
    record Whole() implements ByteRange {}

    /// The bytes from `first` to `last`, both included.
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }

        /// As `Content-Range` has it.
        String of(long size) {
            return "bytes " + first + "-" + last + "/" + size;
        }
    }

    /// Nothing that is there: 416.
    record Unsatisfiable() implements ByteRange {}

    /// More digits than any size has are not a number to us.
    Pattern SINGLE =
            Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /// Reads the field's value.
    static ByteRange parse(String field, long size) {
        Matcher match = SINGLE.matcher(field);
        if (!match.matches()) {
            return new Whole();
        }
        String first = match.group(1);
        String last = match.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Whole();
        }
        return from >= size ? new Unsatisfiable() : new Part(from, Math.min(to, size - 1));
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, size - length), size - 1);
    }
}
