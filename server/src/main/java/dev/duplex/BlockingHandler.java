package dev.duplex;

/// The code of a session that may block; see [Endpoint#blocking].
@FunctionalInterface
public interface BlockingHandler {
    /// Serves one session from its opening to its end, on a virtual thread of its own.
    ///
    /// @throws Exception anything: the session is closed with 1011, and the exception logged
    void handle(BlockingSession session) throws Exception;
}
