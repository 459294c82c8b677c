package dev.duplex.verify.client;

import dev.duplex.verify.log.Outcome;
import java.util.Set;

/// What became of an attempt to publish.
///
/// @param why for people; empty if it is published
record Answer(Outcome outcome, String why) {
    static final Answer PUBLISHED = new Answer(Outcome.ACKNOWLEDGED, "");

    /// Errors, and statuses, of who does not know the end, or says that it may be otherwise the next time: 100 (internal error), 111 (too
    /// many requests), 408, 429 and 503.
    private static final Set<Long> AGAIN = Set.of(100L, 111L, 408L, 429L, 503L);

    /// An error of the API or the protocol.
    static Answer error(long code, String why) {
        return new Answer(AGAIN.contains(code) ? Outcome.UNKNOWN : Outcome.REFUSED, why);
    }

    /// A status without an answer of the API. Who says 5xx, or nothing that is known, may be a proxy that has passed the request on.
    static Answer status(int status) {
        boolean refused = status >= 400 && status < 500 && !AGAIN.contains((long) status);
        return new Answer(refused ? Outcome.REFUSED : Outcome.UNKNOWN, "status " + status);
    }
}
