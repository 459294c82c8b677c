package dev.duplex.bench;

/// What was asked for cannot be measured here; the message says why, for the person who asked.
public final class BenchException extends RuntimeException {
    public BenchException(String message) {
        super(message);
    }
}
