package dev.duplex.verify.log;

/// One publication of a publisher, and what became of it.
///
/// @param sequence from 1, one more than that of the publisher's publication before
/// @param sentAt before its first byte was sent
/// @param outcome what the publisher was told
/// @param settledAt after the answer came, or the publisher gave up
public record Sending(long sequence, long sentAt, Outcome outcome, long settledAt) {}
