package dev.duplex.app.services;

import dev.duplex.Endpoint;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.StreamedProtocol;
import dev.duplex.WebSocketOptions;
import dev.duplex.http.HttpHandler;
import java.util.function.UnaryOperator;

/// Adds what the program serves to a server to be: by HTTP, by WebSocket, by SockJS, or by both of these
/// at one path. Where WebSocket is switched off (`--no-websocket`) none of it is added.
public final class Routes {
    private final Server.Builder server;
    private final boolean webSocket;
    private final SockJsOptions sockJs;

    /// @param webSocket whether WebSocket is served at all
    /// @param sockJs what all that is served by SockJS starts from
    public Routes(Server.Builder server, boolean webSocket, SockJsOptions sockJs) {
        this.server = server;
        this.webSocket = webSocket;
        this.sockJs = sockJs;
    }

    /// Serves HTTP at `path`.
    public void http(String path, HttpHandler handler) {
        server.http(path, handler);
    }

    /// Serves WebSocket at `path`; where that is switched off, a sentence that says so.
    ///
    /// @param subprotocols what the endpoint speaks
    public void webSocket(String path, Endpoint endpoint, Origins origins, String... subprotocols) {
        webSocket(
                path,
                endpoint,
                WebSocketOptions.DEFAULT.withOrigins(origins).withSubprotocols(subprotocols));
    }

    /// Serves WebSocket at `path`; where that is switched off, a sentence that says so.
    public void webSocket(String path, Endpoint endpoint, WebSocketOptions options) {
        if (webSocket) {
            server.webSocket(path, endpoint, options);
        } else {
            server.http(path, new NoWebSocket());
        }
    }

    /// Serves SockJS at `path`.
    ///
    /// @param change what is different here from the options that the program was given
    public void sockJs(
            String path, Endpoint endpoint, UnaryOperator<SockJsOptions.Builder> change) {
        server.sockJs(path, endpoint, options(change));
    }

    /// Serves a protocol that goes by plain HTTP.
    public void streamed(StreamedProtocol protocol) {
        server.streamed(protocol);
    }

    /// Serves SockJS at `path`, and WebSocket to who upgrades at exactly `path`, unless `change` takes
    /// WebSocket away; for the same pages both.
    public void both(String path, Endpoint endpoint, UnaryOperator<SockJsOptions.Builder> change) {
        SockJsOptions options = options(change);
        server.sockJs(path, endpoint, options);
        if (options.webSocket()) {
            server.webSocket(
                    path, endpoint, WebSocketOptions.DEFAULT.withOrigins(options.origins()));
        }
    }

    private SockJsOptions options(UnaryOperator<SockJsOptions.Builder> change) {
        return change.apply(sockJs.toBuilder()).build();
    }
}
