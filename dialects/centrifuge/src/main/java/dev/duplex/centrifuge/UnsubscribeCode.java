package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Event;

/// Why the server ends a subscription, as the protocol numbers it. A client subscribes again by itself after codes from 2500 on, and not after
/// lower ones.
enum UnsubscribeCode {
    SERVER(2000, "server unsubscribe"),
    INSUFFICIENT_STATE(2500, "insufficient state"),
    EXPIRED(2501, "subscription expired");

    private final int code;
    private final String reason;

    UnsubscribeCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    /// How a client is told.
    Event push() {
        return new Event.Unsubscribe(code, reason);
    }
}
