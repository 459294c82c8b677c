package dev.duplex.verify.log;

/// How a publisher stood at the end of a run.
public enum PublisherEnd {
    /// Something that it sent after all faults was acknowledged.
    ANSWERED,

    /// Nothing was.
    UNANSWERED,

    /// A bug of this program had ended it: that nothing more came of it says nothing of the server.
    BROKEN
}
