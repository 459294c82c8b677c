package dev.duplex.centrifuge;

import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;

/// Takes the messages that clients send outside of channels, and that nobody answers.
@FunctionalInterface
public interface SendHandler {
    /// A message has come. Called in the sender's lane: must not block. An exception is logged, and the sender does not learn of it.
    ///
    /// @param payload owns its bytes
    void received(Payload payload, Member sender);
}
