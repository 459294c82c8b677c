package dev.duplex.centrifuge;

import dev.duplex.CloseReason;

/// Why the server ends a connection, as the protocol numbers it. A client comes back by itself after codes up to 3499, and not after those
/// from 3500 on.
public enum DisconnectCode {
    SHUTDOWN(3001, "shutdown"),
    SERVER_ERROR(3004, "internal server error"),
    EXPIRED(3005, "connection expired"),
    SLOW(3008, "slow"),
    INSUFFICIENT_STATE(3010, "insufficient state"),
    FORCE_RECONNECT(3011, "force reconnect"),
    NO_PONG(3012, "no pong"),
    INVALID_TOKEN(3500, "invalid token"),
    BAD_REQUEST(3501, "bad request"),
    STALE(3502, "stale"),
    FORCE_DISCONNECT(3503, "force disconnect"),
    PERMISSION_DENIED(3507, "permission denied");

    private final int code;
    private final String reason;

    DisconnectCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /// What the protocol calls it.
    public int code() {
        return code;
    }

    CloseReason closeReason() {
        return new CloseReason(code, reason);
    }
}
