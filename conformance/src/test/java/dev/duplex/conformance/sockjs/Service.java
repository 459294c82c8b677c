package dev.duplex.conformance.sockjs;

import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// A SockJS service below its base URL, as a client without manners sees it. Requests that are
/// answered at once share a connection, which is kept alive; others get one of their own. For one
/// thread.
final class Service {
    private final Supplier<RawWebSocket> connector;
    private final String host;
    private final String base;
    private Optional<RawHttp> kept = Optional.empty();

    /// @param connector makes connections that are closed after the test
    Service(Supplier<RawWebSocket> connector, String host, String base) {
        this.connector = connector;
        this.host = host;
        this.base = base;
    }

    /// A request for what is at `suffix` below the base URL.
    RawRequest request(String method, String suffix, String... lines) {
        return RawRequest.of(method, host, base + suffix).with(lines);
    }

    /// A POST with a body.
    RawRequest posting(String suffix, String body, String... lines) {
        return request("POST", suffix, lines).body(body);
    }

    RawResponse get(String suffix, String... lines) {
        return exchange(request("GET", suffix, lines));
    }

    RawResponse post(String suffix, String body, String... lines) {
        return exchange(posting(suffix, body, lines));
    }

    RawResponse options(String suffix, String... lines) {
        return exchange(request("OPTIONS", suffix, lines));
    }

    /// Sends a request and reads the response, on the connection that is kept alive.
    RawResponse exchange(RawRequest request) {
        RawHttp connection = kept.orElseGet(this::connect);
        RawResponse response = connection.exchange(request);
        boolean goesOn =
                response.head().all("Connection").stream().noneMatch("close"::equalsIgnoreCase);
        kept = goesOn ? Optional.of(connection) : Optional.empty();
        return response;
    }

    /// A new connection on which nothing was sent yet.
    RawHttp connect() {
        return new RawHttp(connector.get());
    }

    /// Writes a request on a connection of its own, and leaves the response for later. The server
    /// has read it before anything that is sent on a connection made later: this one is served
    /// already, and one that is yet to be accepted has its turn in a later round of the event loop.
    RawHttp begin(RawRequest request) {
        RawHttp http = connect();
        RawResponse greeting = http.exchange(request("GET", ""));
        if (greeting.status() != 200) {
            throw http.connection().failure("the greeting", greeting.toString());
        }
        return http.send(request);
    }

    /// A correct WebSocket handshake for what is at `suffix`.
    RawHandshake handshake(String suffix) {
        return RawHandshake.of(host, base + suffix);
    }

    /// A WebSocket on which nothing was read or written after the handshake.
    RawWebSocket webSocket(String suffix, String... lines) {
        RawHandshake handshake = handshake(suffix);
        for (String line : lines) {
            handshake = handshake.with(line);
        }
        RawWebSocket peer = connector.get();
        RawHead head = peer.send(handshake).readHead();
        if (head.status() != 101) {
            throw peer.failure("101 Switching Protocols", head + "\n" + peer.readBody(head));
        }
        return peer;
    }

    /// The URLs of a session that does not exist yet.
    SessionUrl session() {
        return new SessionUrl(this, "/000/" + UUID.randomUUID());
    }

    /// The URLs of a session at `suffix`.
    SessionUrl session(String suffix) {
        return new SessionUrl(this, suffix);
    }
}
