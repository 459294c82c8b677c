package dev.duplex.bench;

/// What was asked for cannot be measured here; the message says why, for the person who asked.
final class BenchException extends RuntimeException {
    BenchException(String message) {
        super(message);
    }
}
