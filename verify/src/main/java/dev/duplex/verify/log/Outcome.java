package dev.duplex.verify.log;

/// What a publisher knows of one of its publications.
public enum Outcome {
    /// The server has said that it is published.
    ACKNOWLEDGED,
    /// The server has said that it is not.
    REFUSED,
    /// There was no answer: it may be published or not.
    UNKNOWN
}
