package dev.duplex.centrifuge;

import dev.duplex.CloseReason;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.websocket.CloseCode;

/// Why the server ends a connection, as the protocol numbers it. A client comes back by itself after codes up to 3499, and not after those
/// from 3500 on (of a program's own, again after 4000 to 4499, and not after 4500 to 4999). `docs/guide/centrifuge.md` says when each is sent.
public enum DisconnectCode {
    SHUTDOWN(3001, "shutdown"),
    SERVER_ERROR(3004, "internal server error"),
    EXPIRED(3005, "connection expired"),
    SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
    SLOW(3008, "slow"),
    INSUFFICIENT_STATE(3010, "insufficient state"),
    FORCE_RECONNECT(3011, "force reconnect"),
    NO_PONG(3012, "no pong"),
    INVALID_TOKEN(3500, "invalid token"),
    BAD_REQUEST(3501, "bad request"),
    STALE(3502, "stale"),
    FORCE_DISCONNECT(3503, "force disconnect"),
    CHANNEL_LIMIT(3505, "channel limit"),
    PERMISSION_DENIED(3507, "permission denied"),
    NOT_AVAILABLE(3508, "not available");

    /// From here on codes are the protocol's, or a program's.
    private static final int FIRST = 3000;

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

    String reason() {
        return reason;
    }

    CloseReason closeReason() {
        return new CloseReason(code, reason);
    }

    /// What tells a client of a stream that its session ends, as a Close frame would: a stream has no other end. Codes that are not the
    /// protocol's own become those after which a client does the same as after that Close.
    static Reply push(CloseReason reason) {
        DisconnectCode stands =
                switch (reason.code()) {
                    case CloseCode.GOING_AWAY -> SHUTDOWN;
                    case CloseCode.INVALID_PAYLOAD, CloseCode.TOO_LARGE -> BAD_REQUEST;
                    default -> SERVER_ERROR;
                };
        boolean own = reason.code() >= FIRST;
        return Reply.push(
                "",
                new Event.Disconnect(
                        own ? reason.code() : stands.code,
                        reason.reason().isEmpty() ? stands.reason : reason.reason(),
                        false));
    }
}
