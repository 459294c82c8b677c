package dev.duplex.transport;

import dev.duplex.http.HttpDate;
import java.time.Instant;

/// The `Date` of what is answered now (RFC 9110 §6.6.1), written once a second. Any thread.
final class ResponseDate {
    private record Second(long number, String text) {}

    private static volatile Second last = new Second(-1, "");

    private ResponseDate() {}

    static String now() {
        long number = Math.floorDiv(System.currentTimeMillis(), 1_000L);
        Second known = last;
        if (known.number() != number) {
            known = new Second(number, HttpDate.format(Instant.ofEpochSecond(number)));
            last = known;
        }
        return known.text();
    }
}
