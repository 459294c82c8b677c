package dev.duplex.plain;

import dev.duplex.CloseReason;
import dev.duplex.channels.Problem;

/// Why a client is not let in, or is let go, in HTTP's words and in WebSocket's. What would be refused again has a code of 4000 and
/// HTTP's status; after 1013 it may come back.
enum Refusal {
    BAD_REQUEST(400, "that makes no sense here"),
    NO_HISTORY(400, "the channel has no history to begin with"),
    PAYLOAD(400, "the channel takes no such payload"),
    UNAUTHENTICATED(401, "the token is missing or wrong"),
    EXPIRED(401, "the token has expired"),
    PERMISSION_DENIED(403, "not allowed in this channel"),
    ORIGIN(
            403,
            "pages of this origin may not connect here; the server's allow-list says which may"),
    REMOVED(403, "taken out of the channel"),
    UNKNOWN_CHANNEL(404, "there is no such channel"),
    LIMIT_EXCEEDED(429, "a limit would be exceeded"),
    FAILED(500, "internal server error"),
    SLOW(503, "too slow: publications did not fit into the outbound queue"),
    INTERRUPTED(503, "publications were lost"),
    TOO_BUSY(503, "too busy at the moment"),
    UNAVAILABLE(503, "the channel cannot be reached at the moment");

    private static final int TRY_AGAIN_LATER = 1013;

    private final int status;
    private final String sentence;

    Refusal(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /// What an HTTP request is answered.
    int status() {
        return status;
    }

    String sentence() {
        return sentence;
    }

    /// Whether the same request may be answered otherwise in a moment.
    boolean passes() {
        return status >= 500 || this == LIMIT_EXCEEDED;
    }

    /// What a session is closed with.
    CloseReason closeReason() {
        return new CloseReason(status < 500 ? 4000 + status : TRY_AGAIN_LATER, sentence);
    }

    static Refusal of(Problem problem) {
        return switch (problem) {
            case BAD_REQUEST,
                    NOT_AVAILABLE,
                    ALREADY_SUBSCRIBED,
                    UNRECOVERABLE_POSITION,
                    METHOD_NOT_FOUND ->
                    BAD_REQUEST;
            case UNKNOWN_CHANNEL -> UNKNOWN_CHANNEL;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case EXPIRED -> EXPIRED;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case LIMIT_EXCEEDED -> LIMIT_EXCEEDED;
            case TOO_BUSY -> TOO_BUSY;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}
