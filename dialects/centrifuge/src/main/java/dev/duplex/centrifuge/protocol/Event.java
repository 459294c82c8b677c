package dev.duplex.centrifuge.protocol;

/// What a push tells.
public sealed interface Event
        permits Publication,
                Event.Join,
                Event.Leave,
                Event.Unsubscribe,
                Event.Message,
                Event.Subscribe,
                Event.Connect,
                Event.Disconnect,
                Event.Refresh {
    /// A client has subscribed.
    ///
    /// @param info who
    record Join(ClientInfo info) implements Event {}

    /// A client is not subscribed any more.
    ///
    /// @param info who
    record Leave(ClientInfo info) implements Event {}

    /// The server ends the subscription.
    ///
    /// @param code why, for programs: 2000 and above
    /// @param reason why, for people
    record Unsubscribe(long code, String reason) implements Event {}

    /// A message outside of channels.
    ///
    /// @param data the message
    record Message(Data data) implements Event {}

    /// The server has subscribed the client.
    ///
    /// @param recoverable whether it can be recovered
    /// @param epoch the epoch of `offset`
    /// @param offset the last publication of the channel
    /// @param positioned whether the position is watched
    /// @param data what the server says to the client
    record Subscribe(boolean recoverable, String epoch, long offset, boolean positioned, Data data)
            implements Event {}

    /// The session has begun, for transports of one direction.
    record Connect(Result.Connect result) implements Event {}

    /// The server ends the session.
    ///
    /// @param code why, for programs
    /// @param reason why, for people
    /// @param reconnect whether the client may come back
    record Disconnect(long code, String reason, boolean reconnect) implements Event {}

    /// The connection is prolonged.
    ///
    /// @param expires whether the connection ends unless it is refreshed
    /// @param ttl seconds until then
    record Refresh(boolean expires, long ttl) implements Event {}
}
