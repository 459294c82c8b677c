package dev.duplex;

import dev.duplex.http.HttpExchange;
import java.util.Map;
import java.util.Set;

/// A client protocol that goes by plain HTTP, for clients that have no WebSocket and speak no SockJS: a response that does not
/// end streams what a session sends, and requests of their own bring what its client sends. Served by
/// [Server.Builder#streamed].
///
/// Which requests do what, and what is in them, the protocol's handlers know; sessions, limits, and which pages may connect are
/// the server's.
public interface StreamedProtocol {
    /// Whose sessions they are.
    Endpoint endpoint();

    /// How they are served.
    StreamedOptions options();

    /// What is served, by path as in [Server.Builder#http]. Called once for each server.
    Map<String, Resource> resources();

    /// Answers the requests for one resource.
    interface Handler {
        /// As [dev.duplex.http.HttpHandler#handle].
        ///
        /// @param sessions what opens sessions, and gives them messages
        void handle(HttpExchange exchange, StreamedSessions sessions);
    }

    /// What is at one path. A request of another method is answered 405, that of a page that may not connect 403, a preflight
    /// (`OPTIONS`) as the allow-list says; all others come to the handler.
    ///
    /// @param methods without `OPTIONS`
    record Resource(Set<String> methods, Handler handler) {
        public Resource {
            methods = Set.copyOf(methods);
        }
    }
}
