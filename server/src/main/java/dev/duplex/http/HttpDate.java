package dev.duplex.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Times as HTTP writes them, to the second (RFC 9110 §5.6.7).
public final class HttpDate {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /// A time as fields carry it.
    public static String format(Instant time) {
        return FIXED.format(time);
    }

    /// Empty for what is not a date in the preferred format; a recipient then ignores the field.
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(FIXED.parse(text, Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// What is left of a time once it has been written and read.
    static Instant toSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
