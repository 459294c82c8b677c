package dev.duplex.centrifuge.protocol;

import java.util.List;

/// What a frame was.
public sealed interface Decoded<T> {
    /// All messages of the frame, in order; at least one.
    record Messages<T>(List<T> messages) implements Decoded<T> {
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /// Some of the frame is no message, so that none of it is.
    record Failed<T>(Malformed malformed) implements Decoded<T> {}
}
