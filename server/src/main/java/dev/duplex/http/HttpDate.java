package dev.duplex.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Times as HTTP writes them, to the second (RFC 9110 §5.6.7).
public final class HttpDate {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    /// `Sun Nov  6 08:49:37 1994`.
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /// A time as fields carry it.
    public static String format(Instant time) {
        return FIXED.format(time);
    }

    /// A time in any of the three formats that a recipient has to know; empty for what is in none, and the field is then ignored.
    static Optional<Instant> parse(String text) {
        return parse(FIXED, text)
                .or(() -> parse(ASCTIME, text))
                .or(() -> parse(rfc850(Year.now(ZoneOffset.UTC).getValue()), text));
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String text) {
        try {
            return Optional.of(format.parse(text, Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// `Sunday, 06-Nov-94 08:49:37 GMT`, of a year that is no more than fifty after this one.
    private static DateTimeFormatter rfc850(int year) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, year - 49)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }

    /// What is left of a time once it has been written and read.
    static Instant toSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
