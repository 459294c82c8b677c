package dev.duplex;

/// How a session's messages come and go.
public enum SessionTransport {
    /// A WebSocket, and nothing of another protocol on it.
    WEBSOCKET("websocket"),
    /// SockJS's frames on a WebSocket.
    SOCKJS_WEBSOCKET("sockjs-websocket"),
    /// SockJS's long responses to `XMLHttpRequest` or `fetch`.
    XHR_STREAMING("xhr-streaming"),
    /// SockJS's short responses to `XMLHttpRequest` or `fetch`.
    XHR_POLLING("xhr-polling"),
    /// SockJS by Server-Sent Events.
    EVENT_SOURCE("eventsource"),
    /// SockJS in a page that never ends.
    HTML_FILE("htmlfile"),
    /// SockJS by scripts.
    JSONP_POLLING("jsonp-polling"),
    /// A [StreamedProtocol]'s messages in a response, as they are.
    HTTP_STREAM("http-stream"),
    /// A [StreamedProtocol]'s messages in a response, as Server-Sent Events.
    SSE("sse");

    private final String label;

    SessionTransport(String label) {
        this.label = label;
    }

    /// Its name in metrics and logs.
    public String label() {
        return label;
    }
}
