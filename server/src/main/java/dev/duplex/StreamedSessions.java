package dev.duplex;

import dev.duplex.http.HttpExchange;

/// The sessions of one [StreamedProtocol] on one server, as one of its resources has them. Methods are called on the exchange's event loop, and answer it.
public interface StreamedSessions {
    /// A session's name: random, and not to be guessed, for whoever knows it speaks for the client. The attribute of a session that
    /// is streamed, from `onOpen` on; others have none.
    AttributeKey<String> NAME = AttributeKey.of("name of a streamed session");

    /// Opens a session, whose response this exchange has. Where there is no room for one it is answered 429 or 503, as
    /// `Limits.detachedSessions` and `detachedSessionsPerAddress` say. The session ends with the response, whoever ends that.
    ///
    /// @param subprotocol as [Session#subprotocol] tells it
    /// @param form how messages stand in the response
    /// @param first what the client has sent with its request: the session's first message
    void open(HttpExchange exchange, String subprotocol, StreamForm form, Message first);

    /// Gives a session a message that came by a request. Answers 204 when the endpoint has had it and goes on reading; 404 if there
    /// is no such session; 503 if [StreamedOptions#WAITING_REQUESTS] of the session wait already.
    ///
    /// @param name of the session
    void receive(HttpExchange exchange, String name, Message message);

    /// Hands a message on to the node that has its session, where it is received as if the request had come there, and answers as that node would. Answers 404
    /// besides if the server's hub knows of no such node, or the name is none that [#open] gives; 503 if
    /// [dev.duplex.channels.HubLimits#relayedBytes] are on their way to that node already, if [StreamedOptions#RELAYED_BYTES] have come there that
    /// sessions have not taken up, or if it cannot be reached now; 504 if nothing is heard of it within
    /// [dev.duplex.channels.HubLimits#relayPatience].
    ///
    /// @param node the id of the node that opened the session
    /// @param name of the session
    void relay(HttpExchange exchange, String node, String name, Message message);
}
