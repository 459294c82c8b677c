package dev.duplex;

import dev.duplex.channels.Offer;

/// A message on its way out in pieces; see [Session#streamBinary]. Any thread, but one at a time.
public interface MessageWriter extends AutoCloseable {
    /// Queues a piece of the message as one fragment, under the rules of [Session#send(Message)]: a
    /// piece that was not accepted was not sent, and may be offered again. Messages that wait for the end of this one do not count
    /// against its pieces: `FULL` says that what goes out before has filled the queue.
    /// In a text message the pieces may split a character; the whole must be UTF-8.
    ///
    /// @throws IllegalStateException after [#close]
    Offer write(byte[] piece);

    /// Ends the message. It is always accepted while the session is open. Later calls do nothing.
    @Override
    void close();
}
