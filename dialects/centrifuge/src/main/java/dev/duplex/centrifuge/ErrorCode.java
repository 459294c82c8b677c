package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.channels.Problem;

/// Why a command was not carried out, as the protocol numbers it. `docs/guide/centrifuge.md` says when each is answered.
public enum ErrorCode {
    INTERNAL(100, "internal server error", true),
    UNAUTHORIZED(101, "unauthorized", false),
    UNKNOWN_CHANNEL(102, "unknown channel", false),
    PERMISSION_DENIED(103, "permission denied", false),
    METHOD_NOT_FOUND(104, "method not found", false),
    ALREADY_SUBSCRIBED(105, "already subscribed", false),
    LIMIT_EXCEEDED(106, "limit exceeded", false),
    BAD_REQUEST(107, "bad request", false),
    NOT_AVAILABLE(108, "not available", false),
    TOKEN_EXPIRED(109, "token expired", false),
    EXPIRED(110, "expired", false),
    TOO_MANY_REQUESTS(111, "too many requests", true),
    UNRECOVERABLE_POSITION(112, "unrecoverable position", false);

    private final int code;
    private final String message;
    private final boolean temporary;

    ErrorCode(int code, String message, boolean temporary) {
        this.code = code;
        this.message = message;
        this.temporary = temporary;
    }

    /// What the protocol calls it.
    public int code() {
        return code;
    }

    String message() {
        return message;
    }

    /// Whether a client may ask again by itself, in a while.
    boolean isTemporary() {
        return temporary;
    }

    /// The reply to a command.
    Reply reply(long id) {
        return Reply.failure(id, code, message, temporary);
    }

    /// The reply to a command, with what a person can do about it.
    Reply reply(long id, String hint) {
        return Reply.failure(id, code, message + ": " + hint, temporary);
    }

    static ErrorCode of(Problem problem) {
        return switch (problem) {
            case BAD_REQUEST -> BAD_REQUEST;
            case UNKNOWN_CHANNEL -> UNKNOWN_CHANNEL;
            case NOT_AVAILABLE -> NOT_AVAILABLE;
            case UNAUTHENTICATED -> UNAUTHORIZED;
            case EXPIRED -> TOKEN_EXPIRED;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case ALREADY_SUBSCRIBED -> ALREADY_SUBSCRIBED;
            case LIMIT_EXCEEDED -> LIMIT_EXCEEDED;
            case TOO_BUSY -> TOO_MANY_REQUESTS;
            case UNAVAILABLE -> INTERNAL;
            case UNRECOVERABLE_POSITION -> UNRECOVERABLE_POSITION;
            case METHOD_NOT_FOUND -> METHOD_NOT_FOUND;
        };
    }
}
