package dev.duplex.app;

/// The way from a node to its Redis, which may swallow all that goes there and back. Nobody is told: there is no end and no reset.
interface Link extends AutoCloseable {
    /// The address of Redis at its end.
    String url();

    /// From now on nothing passes.
    void cut() throws Exception;

    /// From now on everything does, also what is sent again.
    void heal() throws Exception;

    @Override
    void close();
}
