package dev.duplex;

import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.http.Request;
import java.time.Duration;
import java.util.Optional;

/// One peer's open connection, whatever carries it. All methods may be called from any thread and
/// none of them blocks.
public interface Session {
    /// Names this session in logs; unique in the process.
    String id();

    /// The request that opened it: path, path parameters, query, headers, addresses.
    Request request();

    /// The subprotocol agreed on, or `""`.
    String subprotocol();

    /// The event loop that owns this session; its callbacks run there.
    Lane lane();

    /// Queues a message. `ACCEPTED` messages go out in the order in which they were accepted;
    /// `FULL` means that the outbound queue holds as much as its limit allows and the message was
    /// not taken, and [Endpoint#onDrained] will follow; `CLOSED` that nothing will go out any more.
    /// A borrowed message is copied where need be.
    Offer send(Message message);

    /// Queues a text message; see [#send(Message)].
    default Offer send(String text) {
        return send(Message.text(text));
    }

    /// Queues a binary message of a copy of `bytes`; see [#send(Message)].
    default Offer send(byte[] bytes) {
        return send(Message.binary(bytes));
    }

    /// Queues a payload that goes to many sessions: those of one lane share what it is encoded to, so that
    /// this costs less than [#send(Message)], which it is otherwise like. Called in the session's lane.
    ///
    /// @param payload owns its bytes; the same object for all sessions
    default Offer sendShared(Payload payload) {
        return send(Message.of(payload));
    }

    /// Begins a text message that goes out in pieces, as fragments. Other messages wait until it is
    /// ended; pings do not.
    ///
    /// @throws IllegalStateException if an earlier streamed message has not been ended
    MessageWriter streamText();

    /// Begins a binary message that goes out in pieces; see [#streamText].
    ///
    /// @throws IllegalStateException if an earlier streamed message has not been ended
    MessageWriter streamBinary();

    /// Whether `send` would be accepted now, as far as this thread can know. When it says `false`
    /// on an open session, [Endpoint#onDrained] will follow, as after `FULL`.
    boolean isWritable();

    /// Whether neither side has begun to close, on whatever thread.
    boolean isOpen();

    /// Stops taking messages from the peer until [#resumeReading]; a message or two that have come
    /// already may still be delivered. The session is not judged silent meanwhile. If the peer ends its side in the meantime, what
    /// it had sent before is given first, and `onClose` comes behind that; over TLS, which ends both sides at once, it is dropped where the
    /// transport tells of the end (epoll, io_uring).
    void suspendReading();

    /// Takes messages from the peer again.
    void resumeReading();

    /// Closes with 1000; see [#close(CloseReason)].
    default void close() {
        close(CloseReason.NORMAL);
    }

    /// Sends what is queued, then a Close with this code and reason, waits a limited time for the
    /// peer's, and ends the connection. Later calls do nothing.
    ///
    /// @throws IllegalArgumentException if the code is one that no Close frame may carry
    void close(CloseReason reason);

    /// Subscribes to a room: what is published to it is sent to this session, until
    /// [#unsubscribe] or the session's end. Any thread; what comes of it is seen in the session's end
    /// only. It is closed with 1008 when it enters more than [Limits#rooms], a room whose name is
    /// longer than [Limits#roomNameLength] or that the hub does not have, and when its queue is full
    /// as a publication comes; with 1013 when messages of the room were lost, by the engine or for
    /// want of room in its event loop.
    void subscribe(String room);

    /// Leaves a room; nothing happens if the session is not in it.
    void unsubscribe(String room);

    /// The last measured time from a ping to its pong; empty before the first.
    Optional<Duration> roundTrip();

    /// Keeps a value with the session, under its key; `null` is not a value.
    <T> void attribute(AttributeKey<T> key, T value);

    /// A value kept earlier.
    <T> Optional<T> attribute(AttributeKey<T> key);
}
