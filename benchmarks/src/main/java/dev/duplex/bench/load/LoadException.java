package dev.duplex.bench.load;

/// The load cannot go on, and what was measured is void: a connection was lost, an answer is wrong
/// or missing.
public final class LoadException extends RuntimeException {
    public LoadException(String message) {
        super(message);
    }

    /// For whatever ended a connection or an event loop's task: says what is at the bottom of it.
    static LoadException of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof LoadException load ? load : new LoadException(root.toString());
    }
}
