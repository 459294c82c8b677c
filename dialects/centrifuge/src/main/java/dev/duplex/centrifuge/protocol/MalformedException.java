package dev.duplex.centrifuge.protocol;

import dev.duplex.centrifuge.protocol.Malformed.Reason;

/// Ends the decoding of a frame. Has no stack trace: a peer can cause as many as it likes.
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String detail;

    MalformedException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    Malformed malformed() {
        return new Malformed(reason, detail);
    }
}
