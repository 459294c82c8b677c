package dev.duplex.channels;

/// What became of a client's message that was handed on to the node that has the client's session.
public enum RelayOutcome {
    /// The session's endpoint has had it and goes on reading, or the session is being closed and its client told so.
    TAKEN,
    /// There is no such session at that node, or it has ended.
    NO_SESSION,
    /// More of the session's messages wait than may: this one was left out.
    BUSY,
    /// There is no such node.
    NO_NODE,
    /// More is on its way to that node than may be ([HubLimits#relayedBytes]): this one was not sent.
    TOO_MUCH,
    /// Nothing was heard of it in time ([HubLimits#relayPatience]): whether it has arrived, or will, is not known.
    UNANSWERED,
    /// The engine could not hand it on, and has said why in its log; perhaps it has arrived nevertheless.
    FAILED;

    /// Whether it is the node of the session that says so: the others find out by themselves.
    public boolean isSaid() {
        return switch (this) {
            case TAKEN, NO_SESSION, BUSY -> true;
            case NO_NODE, TOO_MUCH, UNANSWERED, FAILED -> false;
        };
    }
}
