package dev.duplex.verify.client;

/// A way to publish. For one thread.
interface Press extends AutoCloseable {
    /// Publishes, and waits for the answer.
    ///
    /// @param idempotencyKey empty for none
    Answer publish(Mark mark, String idempotencyKey) throws InterruptedException;

    @Override
    void close();
}
