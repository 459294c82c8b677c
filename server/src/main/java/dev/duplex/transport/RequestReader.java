package dev.duplex.transport;

import dev.duplex.http.HttpHandler;
import dev.duplex.transport.ConnectionTimer.Wait;
import dev.duplex.transport.Routes.Destination;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What comes in on an [HttpConnection]: takes one request at a time, begins the exchange with what is served at its path, and decides
/// what is read from the peer and when. On the connection's event loop only.
final class RequestReader {
    private final HttpConnection connection;
    private final RequestHead.Link link;

    /// Of a trusted proxy's connection, for whom it asks.
    private final Optional<ProxiedClients> proxied;

    private final RequestDecoder decoder;

    /// A request without a body whose end has not come.
    private @Nullable HttpRequest bodilessHead;

    private @Nullable Http1Exchange current;

    RequestReader(
            HttpConnection connection,
            RequestHead.Link link,
            Optional<ProxiedClients> proxied,
            RequestDecoder decoder) {
        this.connection = connection;
        this.link = link;
        this.proxied = proxied;
        this.decoder = decoder;
    }

    // --- which exchange there is

    /// The exchange that is at work, or whose body is not read.
    @Nullable Http1Exchange current() {
        return current;
    }

    /// Whether it is the one that is at work, and is not over.
    boolean isCurrent(Http1Exchange exchange) {
        return exchange == current && !exchange.isOver();
    }

    /// Whether no request has come that is not done.
    boolean isIdle() {
        return current == null && bodilessHead == null;
    }

    /// Whether some of a next request's head has come.
    boolean headBegun() {
        return current == null && decoder.headBegun();
    }

    /// Whether nothing is left of what came, as far as it has been read.
    boolean allRead() {
        return (current == null || current.body.complete())
                && !decoder.hasBytes()
                && connection.context().channel().config().isAutoRead();
    }

    /// The current exchange is ended: nothing of the requests concerns the connection any more.
    void leave() {
        Http1Exchange left = current;
        current = null;
        if (left != null) {
            left.close();
        }
    }

    // --- heads

    /// Something of a request has come.
    void read(Object message) {
        if (message instanceof HttpRequest request) {
            onHead(request);
        }
        if (message instanceof HttpContent content && !connection.isEnding()) {
            onContent(content);
        }
    }

    private void onHead(HttpRequest request) {
        connection.timer().clear(Wait.HEAD);
        connection.timer().clear(Wait.IDLE);
        connection.responses().answers(request);
        if (request.decoderResult().cause() instanceof PrematureChannelClosureException) {
            return;
        }
        Optional<Refusal> refusal = connection.routes().refusal(request);
        if (refusal.isPresent()) {
            connection.refuse(refusal.get());
            return;
        }
        boolean chunked = HttpUtil.isTransferEncodingChunked(request);
        long length = chunked ? -1 : HttpUtil.getContentLength(request, 0L);
        if (length == 0) {
            // Its end follows at once: wait for it, so that a handler which takes the connection
            // over finds nothing of HTTP behind it.
            bodilessHead = request;
        } else {
            decoder.shut();
            begin(request, length);
            readOrNot();
        }
    }

    private void begin(HttpRequest request, long length) {
        RequestTarget target = RequestTarget.parse(request.uri()).orElse(null);
        if (target == null) {
            connection.refuse(
                    RequestTarget.namesNothing(request.uri())
                            ? Refusal.NOT_FOUND
                            : Refusal.BAD_TARGET);
            return;
        }
        Optional<RequestHead.Link> from = whence(request);
        if (from.isEmpty()) {
            connection.refuse(Refusal.TOO_MANY_OF_ADDRESS);
            return;
        }
        switch (connection.routes().destination(request, target, length != 0)) {
            case Destination.Refused(Refusal refusal) -> connection.refuse(refusal);
            case Destination.Nowhere() -> {
                Http1Exchange exchange = start(request, length, target, Map.of(), from.get());
                exchange.abandon();
                connection.responses().answer(exchange, Refusal.NOT_FOUND);
            }
            case Destination.Handled(HttpHandler handler, Map<String, String> parameters) -> {
                Http1Exchange exchange = start(request, length, target, parameters, from.get());
                exchange.guarded(() -> handler.handle(exchange));
            }
            case Destination.Upgraded(Upgrade upgrade, Map<String, String> parameters) -> {
                Http1Exchange exchange = start(request, length, target, parameters, from.get());
                exchange.guarded(() ->
                        upgrade.upgrade(
                                exchange,
                                (fields, next) -> connection.takeOver(exchange, fields, next)));
            }
        }
    }

    /// Where a request comes from; empty if that is a proxy's client that has as much as an address may have.
    private Optional<RequestHead.Link> whence(HttpRequest request) {
        return proxied.isEmpty()
                ? Optional.of(link)
                : proxied.get().came(request.headers()).map(link::of);
    }

    private Http1Exchange start(
            HttpRequest request,
            long length,
            RequestTarget target,
            Map<String, String> parameters,
            RequestHead.Link from) {
        RequestHead head =
                new RequestHead(
                        request.method().name(),
                        request.uri(),
                        target,
                        parameters,
                        new RequestFields(request.headers()),
                        from);
        RequestBody body =
                new RequestBody(length, length != 0 && HttpUtil.is100ContinueExpected(request));
        Http1Exchange exchange =
                new Http1Exchange(
                        connection, head, body, connection.routes().limits().queueBytes());
        current = exchange;
        connection.responses().begin(request);
        return exchange;
    }

    // --- bodies

    private void onContent(HttpContent content) {
        HttpRequest head = bodilessHead;
        if (head != null) {
            bodilessHead = null;
            decoder.shut();
            begin(head, 0);
            return;
        }
        Http1Exchange exchange = current;
        if (exchange == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            failBody(exchange, Refusal.badBody(content.decoderResult().cause()));
            return;
        }
        exchange.guarded(() -> bodyPiece(exchange, content));
        if (current == exchange && !connection.isEnding()) {
            nextIfDone(exchange);
        }
    }

    private void bodyPiece(Http1Exchange exchange, HttpContent content) {
        connection.timer().clear(Wait.BODY);
        if (!exchange.body.piece(content.content())) {
            failBody(exchange, Refusal.BODY_TOO_LARGE);
            return;
        }
        if (content instanceof LastHttpContent) {
            decoder.shut();
            exchange.body.completed();
        } else {
            readOrNot();
        }
    }

    /// The body did not go on in time.
    void bodyExpired() {
        if (current != null) {
            failBody(current, Refusal.BODY_TIMEOUT);
        }
    }

    /// What is left of the body cannot or shall not be read.
    private void failBody(Http1Exchange exchange, Refusal refusal) {
        connection.timer().clear(Wait.BODY);
        if (exchange.abandon()) {
            connection.responses().endBehind();
            // No more of it is looked at, while the answer is on its way either.
            decoder.discard();
            connection.responses().answer(exchange, refusal);
        } else if (exchange.isOver()) {
            connection.end();
        } else {
            connection.context().close();
        }
    }

    /// The handler wants the body.
    void readBody(Http1Exchange exchange, RequestBody.Reader reader) {
        if (!isCurrent(exchange)) {
            return;
        }
        RequestBody body = exchange.body;
        body.readBy(reader);
        if (body.complete()) {
            return;
        }
        if (body.isTooLarge()) {
            failBody(exchange, Refusal.BODY_TOO_LARGE);
            return;
        }
        if (body.wantsContinue()) {
            connection.responses().proceed();
        }
        readOrNot();
    }

    /// The handler wants no more of the body for now, or again.
    void suspendBody(Http1Exchange exchange, boolean suspend) {
        if (isCurrent(exchange)) {
            exchange.body.suspended(suspend);
            readOrNot();
        }
    }

    /// Reads from the peer, or stops, as the current state wants it. With a request complete and no
    /// further one begun, reading goes on only to see the peer leave.
    private void readOrNot() {
        Http1Exchange exchange = current;
        if (connection.isEnding() || connection.context().isRemoved()) {
            return;
        }
        if (exchange == null || exchange.body.wanted()) {
            if (exchange != null) {
                connection.timer().set(Wait.BODY, connection.routes().limits().idleTimeout());
            }
            decoder.open();
        } else {
            connection.timer().clear(Wait.BODY);
            decoder.shut(exchange.body.complete());
        }
    }

    // --- the next request

    /// All of an exchange's response has been written.
    void responseOut(Http1Exchange exchange) {
        if (exchange == current && !exchange.isComplete()) {
            exchange.completed();
            nextIfDone(exchange);
        }
    }

    private void nextIfDone(Http1Exchange exchange) {
        if (!exchange.isComplete() || connection.isEnding()) {
            return;
        }
        if (!connection.responses().keepsAlive()) {
            connection.end();
        } else if (exchange.body.complete()) {
            current = null;
            proxied.ifPresent(ProxiedClients::left);
            connection.timer().set(Wait.IDLE, connection.routes().limits().idleTimeout());
            readOrNot();
        } else {
            exchange.body.dropRest();
            readOrNot();
        }
    }
}
