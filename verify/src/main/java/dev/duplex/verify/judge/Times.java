package dev.duplex.verify.judge;

import java.util.Locale;

/// Times of a run, for people.
final class Times {
    private Times() {}

    /// @param at nanoseconds since the run began
    static String seconds(long at) {
        return String.format(Locale.ROOT, "at %.1f s", at / 1e9);
    }
}
