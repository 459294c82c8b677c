package dev.duplex.api;

import dev.duplex.channels.Problem;

/// Why something was not done, as the protocol numbers it; and the HTTP status that stands for it where that is asked for.
enum ErrorCode {
    INTERNAL(100, "internal server error", 500),
    UNAUTHORIZED(101, "unauthorized", 401),
    UNKNOWN_CHANNEL(102, "unknown channel", 404),
    PERMISSION_DENIED(103, "permission denied", 403),
    NOT_FOUND(104, "not found", 404),
    ALREADY_SUBSCRIBED(105, "already subscribed", 400),
    LIMIT_EXCEEDED(106, "limit exceeded", 400),
    BAD_REQUEST(107, "bad request", 400),
    NOT_AVAILABLE(108, "not available", 400),
    TOO_BUSY(111, "too many requests", 503),
    UNRECOVERABLE_POSITION(112, "unrecoverable position", 416);

    private final int code;
    private final String words;
    private final int status;

    ErrorCode(int code, String words, int status) {
        this.code = code;
        this.words = words;
        this.status = status;
    }

    int code() {
        return code;
    }

    /// What the protocol calls it.
    String words() {
        return words;
    }

    int status() {
        return status;
    }

    static ErrorCode of(Problem problem) {
        return switch (problem) {
            case BAD_REQUEST -> BAD_REQUEST;
            case UNKNOWN_CHANNEL -> UNKNOWN_CHANNEL;
            case NOT_AVAILABLE -> NOT_AVAILABLE;
            case UNAUTHENTICATED, EXPIRED -> UNAUTHORIZED;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case ALREADY_SUBSCRIBED -> ALREADY_SUBSCRIBED;
            case LIMIT_EXCEEDED -> LIMIT_EXCEEDED;
            case TOO_BUSY -> TOO_BUSY;
            case UNAVAILABLE -> INTERNAL;
            case UNRECOVERABLE_POSITION -> UNRECOVERABLE_POSITION;
            case METHOD_NOT_FOUND -> NOT_FOUND;
        };
    }
}
