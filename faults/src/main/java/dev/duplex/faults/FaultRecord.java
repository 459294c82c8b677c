package dev.duplex.faults;

import java.time.Instant;

/// What was done, for a report.
///
/// @param at when it was done
/// @param kind the fault
/// @param stage whether it began or was undone; a fault that is over at once only begins
/// @param what what it hit, as `cut 3 of 10 connections`
public record FaultRecord(Instant at, FaultKind kind, Stage stage, String what) {
    /// Of a fault.
    public enum Stage {
        /// It was injected.
        BEGAN,
        /// It was taken back.
        UNDONE
    }

    /// One line.
    @Override
    public String toString() {
        return "%s %s: %s".formatted(at, kind, what);
    }
}
