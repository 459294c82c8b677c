package dev.duplex.bench.load;

/// By what messages get from a server to a client.
public enum Carrier {
    /// WebSocket, a frame for each message.
    WEBSOCKET,
    /// SockJS over WebSocket: each message in an array of JSON.
    SOCKJS_WEBSOCKET,
    /// SockJS's `xhr_streaming`: a response that stays open, a line for each array of messages.
    XHR_STREAMING,
    /// SockJS's `eventsource`: the same as server-sent events.
    EVENTSOURCE,
    /// SockJS's `xhr`: a request waits for the next array of messages, which is its whole answer.
    XHR,
    /// A request at fixed intervals for what is new, answered at once.
    POLLING
}
