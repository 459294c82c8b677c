package dev.duplex.verify.client;

import dev.duplex.verify.log.SubscriberRecorder;
import java.io.IOException;

/// What a subscriber speaks. Between connections it keeps where it was.
interface Dialect {
    /// Connects, subscribes, and writes down what comes, until the connection is over.
    ///
    /// @throws IOException when it is; nothing else ends it
    void listen(SubscriberRecorder recorder) throws IOException, InterruptedException;
}
