package dev.duplex.bench.load;

/// The load cannot go on, and what was measured is void: a connection was lost, an answer is wrong
/// or missing.
public final class LoadException extends RuntimeException {
    public LoadException(String message) {
        super(message);
    }
}
