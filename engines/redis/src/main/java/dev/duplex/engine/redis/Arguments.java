package dev.duplex.engine.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The arguments of a script, in its order. Not thread-safe.
final class Arguments {
    /// A hundred years: what is longer is for ever, and Redis has no room for all that a duration can be.
    private static final long MOST_MILLIS = Duration.ofDays(36_525).toMillis();

    private final List<byte[]> values = new ArrayList<>();

    Arguments text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Arguments number(long value) {
        return text(Long.toString(value));
    }

    Arguments flag(boolean value) {
        return text(value ? "1" : "0");
    }

    /// In milliseconds.
    Arguments time(Duration value) {
        return number(
                value.compareTo(Duration.ofMillis(MOST_MILLIS)) >= 0
                        ? MOST_MILLIS
                        : value.toMillis());
    }

    /// @param value is kept
    Arguments bytes(byte[] value) {
        values.add(value);
        return this;
    }

    byte[][] all() {
        return values.toArray(byte[][]::new);
    }
}
