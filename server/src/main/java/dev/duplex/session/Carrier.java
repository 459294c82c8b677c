package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;

/// What carries a session's messages: a WebSocket connection, or requests that come and go. All
/// methods but [#held] and [#ahead] are called in the session's lane.
public interface Carrier {
    /// Sends a message of the program's own, or says that there is no room; after `FULL` the
    /// endpoint's `onDrained` follows.
    Offer offer(Message message);

    /// Sends what a room published. The same payload goes to many sessions of the lane, which share
    /// what it is encoded to. `FULL` is not followed by `onDrained`.
    Offer publish(Payload payload);

    /// Sends all that a room published together, each in a message of its own, if it can do so at once.
    ///
    /// @return whether it did; else nothing was sent, and each is to be given to [#publish(Payload)]
    default boolean publish(Burst burst) {
        return false;
    }

    /// Takes what another thread was told is accepted.
    void take(Outgoing outgoing);

    /// Bytes that were accepted and have not gone out: in the lane those of this moment, on any other
    /// thread as the lane last said.
    long held();

    /// Of those, what goes out before the next piece of a streamed message: all but the messages that wait for that message's
    /// end. Likewise.
    long ahead();

    /// The last measured time from a ping to its pong; -1 where none was measured. Any thread.
    default long roundTripNanos() {
        return -1;
    }

    /// Sees to it that the endpoint's `onDrained` is called when there is room: soon, if there is.
    void awaitRoom();

    /// The same, of room for a piece of a streamed message: ahead of it.
    void awaitRoomForPiece();

    /// Gives the endpoint no more messages; see `Session.suspendReading`.
    void suspendReading();

    /// Gives the endpoint messages again.
    void resumeReading();

    /// Closes behind what was accepted.
    void close(CloseReason reason);

    /// Ends the session because of what the peer has sent: says why, and waits for no answer.
    void fail(CloseReason reason);
}
