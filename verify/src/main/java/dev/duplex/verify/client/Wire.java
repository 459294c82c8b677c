package dev.duplex.verify.client;

import java.io.IOException;
import java.time.Duration;

/// A connection that carries frames of the Centrifuge protocol. For one thread, but for [#close], which may be called by any.
interface Wire extends AutoCloseable {
    /// Opens it.
    ///
    /// @param first the client's first frame
    /// @throws IOException if it cannot be opened
    void open(byte[] first) throws IOException, InterruptedException;

    /// The server has said how later frames name the session, where they are requests of their own.
    default void named(String node, String session) {}

    /// @throws IOException if the connection is over
    void send(byte[] frame) throws IOException, InterruptedException;

    /// The next frame.
    ///
    /// @param patience how long it may take
    /// @throws ConnectionLostException if there is none in time, or any more
    byte[] receive(Duration patience) throws IOException, InterruptedException;

    /// Ends it.
    @Override
    void close();
}
