package dev.duplex.transport;

import dev.duplex.Hosts;
import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.http.HttpHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Optional;

/// What a server serves, by which names, within which limits, and who hears of it: says where a request goes. Thread-safe, once the
/// routers are not changed any more.
record Routes(
        Router<Upgrade> webSockets,
        Router<HttpHandler> handlers,
        Hosts hosts,
        Limits limits,
        ServerObserver observer) {
    /// Where a request goes.
    sealed interface Destination {
        /// To a handler.
        record Handled(HttpHandler handler, Map<String, String> parameters)
                implements Destination {}

        /// To what takes connections over, or says why not.
        record Upgraded(Upgrade upgrade, Map<String, String> parameters) implements Destination {}

        /// There is nothing at its path.
        record Nowhere() implements Destination {}

        /// It is none that can be answered there.
        record Refused(Refusal refusal) implements Destination {}
    }

    private static final Destination NOWHERE = new Destination.Nowhere();

    /// Why a request is not to be looked at any further, if it is not. Where its target is an absolute form, the host there takes the place of its
    /// `Host` (RFC 9112 §3.2.2).
    Optional<Refusal> refusal(HttpRequest request) {
        Optional<Refusal> malformed = Refusal.of(request, limits);
        if (malformed.isPresent()) {
            return malformed;
        }
        Optional<String> authority = RequestTarget.authority(request.uri());
        if (authority.isPresent() && !Refusal.isHost(authority.get())) {
            return Optional.of(Refusal.BAD_TARGET);
        }
        authority.ifPresent(it -> request.headers().set(HttpHeaderNames.HOST, it));
        Optional<String> host = Optional.ofNullable(request.headers().get(HttpHeaderNames.HOST));
        return hosts.allows(host) ? Optional.empty() : Optional.of(Refusal.MISDIRECTED);
    }

    /// Where a request goes that has not been refused.
    ///
    /// @param target its target, parsed
    /// @param hasBody whether there is a body behind its head
    Destination destination(HttpRequest request, RequestTarget target, boolean hasBody) {
        // Only a GET may upgrade (RFC 6455 §4.1); what else is served at the path may take others.
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        boolean asks =
                !http10
                        && request.method().equals(HttpMethod.GET)
                        && RequestFields.hasToken(
                                request.headers(), HttpHeaderNames.UPGRADE, "websocket");
        Optional<Router.Match<HttpHandler>> handler = handlers.match(target.segments());
        Optional<Router.Match<Upgrade>> upgrade =
                asks || handler.isEmpty() ? webSockets.match(target.segments()) : Optional.empty();
        if (upgrade.isEmpty()) {
            return handler.<Destination>map(
                            found -> new Destination.Handled(found.target(), found.parameters()))
                    .orElse(NOWHERE);
        }
        if (http10) {
            return new Destination.Refused(Refusal.WEBSOCKET_OVER_1_0);
        }
        if (asks && hasBody) {
            return new Destination.Refused(Refusal.WEBSOCKET_WITH_BODY);
        }
        return new Destination.Upgraded(upgrade.get().target(), upgrade.get().parameters());
    }
}
