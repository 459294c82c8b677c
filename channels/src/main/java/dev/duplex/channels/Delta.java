package dev.duplex.channels;

/// How a payload may be told by what has changed since the one before it.
public enum Delta {
    /// The format of Fossil's deltas: copies from the payload before, and what is new.
    FOSSIL
}
