package dev.duplex.transport;

import dev.duplex.Hosts;
import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.http.HttpHandler;
import dev.duplex.transport.ConnectionTimer.Wait;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection: takes requests one at a time, gives each to what is served at its path,
/// and writes the responses. It decides what is read from the peer and when, how a message is framed,
/// and when the connection ends. Everything here runs on the connection's event loop; what handlers
/// call from other threads comes through [Http1Exchange].
///
/// Longer than most: these decisions depend on each other, and taking them apart would only hide it.
final class HttpConnection extends ChannelInboundHandlerAdapter
        implements GoingAway, ConnectionTimer.Owner {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    /// How much of a body that nobody reads is taken so that the connection can be used again.
    private static final int DRAIN_BYTES = 64 * 1024;

    /// What is served where, by which names, within which limits, and who hears of it.
    record Routes(
            Router<Upgrade> webSockets,
            Router<HttpHandler> handlers,
            Hosts hosts,
            Limits limits,
            ServerObserver observer) {}

    private final Routes routes;
    private final Limits limits;
    private final ServerObserver observer;
    private final EventLoopLane lane;
    private final RequestHead.Link link;

    /// Of a trusted proxy's connection, for whom it asks.
    private final Optional<ProxiedClients> proxied;

    /// As what it was let in; null: by nobody.
    private final @Nullable Admitted admitted;

    private final RequestDecoder decoder;
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final ConnectionTimer timer;
    private final WriteProgress progress = new WriteProgress();

    private @Nullable ChannelHandlerContext context;
    private @Nullable HttpRequest bodilessHead;
    private @Nullable Http1Exchange current;

    // Of the current exchange:
    private boolean http10;
    private boolean headOnly;
    private boolean expectsContinue;
    private long requestLength;
    private boolean headWritten;
    private long unwritten;
    private boolean responseOut;

    private boolean keepAlive = true;
    private boolean ending;
    private boolean goingAway;
    private boolean tlsPending;
    private boolean flushDue;

    HttpConnection(
            Routes routes,
            EventLoopLane lane,
            RequestHead.Link link,
            Optional<ProxiedClients> proxied,
            @Nullable Admitted admitted) {
        this.proxied = proxied;
        this.admitted = admitted;
        this.routes = routes;
        this.limits = routes.limits();
        this.observer = routes.observer();
        this.lane = lane;
        this.link = link;
        this.tlsPending = link.secure();
        this.decoder = new RequestDecoder(limits, this::overflowing);
        this.timer = new ConnectionTimer(lane.timers(), this);
    }

    /// Puts this connection, and what decodes and encodes for it, at the pipeline's end.
    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(decoder, encoder, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        timer.set(Wait.HEAD, limits.handshakeTimeout());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.stop();
    }

    EventLoopLane lane() {
        return lane;
    }

    ByteBufAllocator allocator() {
        return Transport.ALLOCATOR;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return ctx;
    }

    // --- requests

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (ending) {
                return;
            }
            if (message instanceof HttpRequest request) {
                onHead(request);
            }
            if (message instanceof HttpContent content && !ending) {
                onContent(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (decoder.discarded() > Ending.MAX_DISCARDED_BYTES) {
            ctx.close();
        } else if (!ending && current == null && decoder.headBegun() && !timer.isSet(Wait.HEAD)) {
            timer.clear(Wait.IDLE);
            timer.set(Wait.HEAD, limits.handshakeTimeout());
        }
    }

    private void onHead(HttpRequest request) {
        timer.clear(Wait.HEAD);
        timer.clear(Wait.IDLE);
        http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        headOnly = request.method().equals(HttpMethod.HEAD);
        if (request.decoderResult().cause() instanceof PrematureChannelClosureException) {
            return;
        }
        Optional<Refusal> refusal = Refusal.of(request, limits);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        if (!routes.hosts()
                .allows(Optional.ofNullable(request.headers().get(HttpHeaderNames.HOST)))) {
            refuse(Refusal.MISDIRECTED);
            return;
        }
        boolean chunked = HttpUtil.isTransferEncodingChunked(request);
        requestLength = chunked ? -1 : HttpUtil.getContentLength(request, 0L);
        if (requestLength == 0) {
            // Its end follows at once: wait for it, so that a handler which takes the connection
            // over finds nothing of HTTP behind it.
            bodilessHead = request;
        } else {
            decoder.shut();
            begin(request);
            readOrNot();
        }
    }

    private void onContent(HttpContent content) {
        HttpRequest head = bodilessHead;
        if (head != null) {
            bodilessHead = null;
            decoder.shut();
            begin(head);
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
        guarded(exchange, () -> bodyPiece(exchange, content));
        if (current == exchange && !ending) {
            nextIfDone(exchange);
        }
    }

    private void bodyPiece(Http1Exchange exchange, HttpContent content) {
        timer.clear(Wait.BODY);
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

    /// What is left of the body cannot or shall not be read.
    private void failBody(Http1Exchange exchange, Refusal refusal) {
        timer.clear(Wait.BODY);
        if (exchange.abandon()) {
            keepAlive = false;
            // No more of it is looked at, while the answer is on its way either.
            decoder.discard();
            answer(exchange, refusal);
        } else if (exchange.isOver()) {
            endConnection();
        } else {
            context().close();
        }
    }

    private void begin(HttpRequest request) {
        RequestTarget target = RequestTarget.parse(request.uri()).orElse(null);
        if (target == null) {
            refuse(
                    RequestTarget.namesNothing(request.uri())
                            ? Refusal.NOT_FOUND
                            : Refusal.BAD_TARGET);
            return;
        }
        Optional<RequestHead.Link> from = whence(request);
        if (from.isEmpty()) {
            refuse(Refusal.TOO_MANY_OF_ADDRESS);
            return;
        }
        // Only a GET may upgrade (RFC 6455 §4.1); what else is served at the path may take others.
        boolean asks =
                !http10
                        && request.method().equals(HttpMethod.GET)
                        && RequestFields.hasToken(
                                request.headers(), HttpHeaderNames.UPGRADE, "websocket");
        var handler = routes.handlers().match(target.segments());
        Optional<Router.Match<Upgrade>> upgrade =
                asks || handler.isEmpty()
                        ? routes.webSockets().match(target.segments())
                        : Optional.empty();
        boolean upgrades = upgrade.isPresent();
        if (upgrades && http10) {
            refuse(Refusal.WEBSOCKET_OVER_1_0);
            return;
        }
        if (upgrades && asks && requestLength != 0) {
            refuse(Refusal.WEBSOCKET_WITH_BODY);
            return;
        }
        var parameters =
                upgrades
                        ? upgrade.orElseThrow().parameters()
                        : handler.map(Router.Match::parameters).orElse(Map.of());
        Http1Exchange exchange =
                new Http1Exchange(
                        this,
                        new RequestHead(
                                request.method().name(),
                                request.uri(),
                                target,
                                parameters,
                                new RequestFields(request.headers()),
                                from.get()),
                        limits.queueBytes());
        start(exchange, request);
        if (upgrades) {
            Upgrade to = upgrade.orElseThrow().target();
            guarded(
                    exchange,
                    () -> to.upgrade(exchange, (fields, next) -> takeOver(exchange, fields, next)));
        } else if (handler.isPresent()) {
            guarded(exchange, () -> handler.get().target().handle(exchange));
        } else {
            exchange.abandon();
            answer(exchange, Refusal.NOT_FOUND);
        }
    }

    /// Where a request comes from; empty if that is a proxy's client that has as much as an address may have.
    private Optional<RequestHead.Link> whence(HttpRequest request) {
        return proxied.isEmpty()
                ? Optional.of(link)
                : proxied.get().came(request.headers()).map(link::of);
    }

    private void start(Http1Exchange exchange, HttpRequest request) {
        current = exchange;
        headWritten = false;
        responseOut = false;
        keepAlive = keepAlive && !http10 && HttpUtil.isKeepAlive(request);
        expectsContinue = requestLength != 0 && HttpUtil.is100ContinueExpected(request);
        encoder.headOnly(headOnly);
        if (requestLength == 0) {
            exchange.body.completed();
        }
    }

    void readBody(Http1Exchange exchange, RequestBody.Reader reader) {
        if (exchange != current || exchange.isOver()) {
            return;
        }
        exchange.body.readBy(reader);
        if (exchange.body.complete()) {
            return;
        }
        if (reader instanceof RequestBody.Reader.Whole(int limit, _) && requestLength > limit) {
            failBody(exchange, Refusal.BODY_TOO_LARGE);
            return;
        }
        if (expectsContinue) {
            expectsContinue = false;
            context()
                    .writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1,
                                    HttpResponseStatus.CONTINUE,
                                    Unpooled.EMPTY_BUFFER));
        }
        readOrNot();
    }

    void suspendBody(Http1Exchange exchange, boolean suspend) {
        if (exchange == current && !exchange.isOver()) {
            exchange.body.suspended(suspend);
            readOrNot();
        }
    }

    // --- reading

    /// Reads from the peer, or stops, as the current state wants it. With a request complete and no
    /// further one begun, reading goes on only to see the peer leave.
    private void readOrNot() {
        Http1Exchange exchange = current;
        ChannelHandlerContext ctx = context();
        if (ending || ctx.isRemoved()) {
            return;
        }
        if (exchange == null || exchange.body.wanted()) {
            if (exchange != null) {
                timer.set(Wait.BODY, limits.idleTimeout());
            }
            ctx.channel().config().setAutoRead(true);
            openDecoder(ctx);
        } else {
            timer.clear(Wait.BODY);
            decoder.shut();
            ctx.channel().config().setAutoRead(exchange.body.complete() && !decoder.hasBytes());
        }
    }

    private void openDecoder(ChannelHandlerContext ctx) {
        try {
            decoder.open();
        } catch (Exception e) {
            exceptionCaught(ctx, e);
        }
    }

    private void overflowing() {
        if (!ending && current != null) {
            context().channel().config().setAutoRead(false);
        }
    }

    // --- responses

    void respond(Http1Exchange exchange, ByteBuf body) {
        if (exchange != current || exchange.isOver()) {
            body.release();
            return;
        }
        HttpHeaders fields = exchange.fields();
        boolean bodiless = Http1Exchange.bodiless(exchange.status());
        if (!bodiless && !(headOnly && exchange.declaredLength() >= 0)) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        decideKeepAlive(exchange, fields);
        headWritten = true;
        observer.responded(exchange.status());
        ByteBuf sent = body;
        if (bodiless || headOnly) {
            body.release();
            sent = Unpooled.EMPTY_BUFFER;
        }
        writeLast(
                exchange,
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(exchange.status()),
                        sent,
                        fields,
                        EmptyHttpHeaders.INSTANCE));
    }

    void write(Http1Exchange exchange, ByteBuf bytes, int length) {
        boolean lost = !context().channel().isOpen();
        if (lost) {
            exchange.lost();
        }
        if (exchange != current || exchange.isOver() || lost) {
            bytes.release();
            exchange.released(length);
            return;
        }
        writeHead(exchange);
        boolean noBody = headOnly || Http1Exchange.bodiless(exchange.status());
        if (!noBody && unwritten >= 0 && (unwritten -= length) < 0) {
            bytes.release();
            exchange.released(length);
            broken(exchange, "more was written than Content-Length says");
            return;
        }
        context()
                .write(new DefaultHttpContent(bytes))
                .addListener(_ -> {
                    progress.wrote();
                    exchange.released(length);
                });
        awaitProgress();
        if (!flushDue) {
            flushDue = true;
            lane.onEndOfBatch(this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        context().flush();
    }

    void end(Http1Exchange exchange) {
        if (exchange != current || exchange.isOver()) {
            return;
        }
        writeHead(exchange);
        if (unwritten > 0 && !headOnly && !Http1Exchange.bodiless(exchange.status())) {
            broken(exchange, "less was written than Content-Length says");
            return;
        }
        writeLast(exchange, LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void writeHead(Http1Exchange exchange) {
        if (headWritten) {
            return;
        }
        headWritten = true;
        HttpHeaders fields = exchange.fields();
        unwritten = exchange.declaredLength();
        if (unwritten < 0 && !Http1Exchange.bodiless(exchange.status())) {
            if (http10) {
                keepAlive = false;
            } else {
                fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
        decideKeepAlive(exchange, fields);
        observer.responded(exchange.status());
        context()
                .write(
                        new DefaultHttpResponse(
                                HttpVersion.HTTP_1_1,
                                HttpResponseStatus.valueOf(exchange.status()),
                                fields));
        if (unwritten < 0) {
            exchange.streams();
        }
    }

    /// Whether the connection outlives this response; says so in its head if not.
    private void decideKeepAlive(Http1Exchange exchange, HttpHeaders fields) {
        boolean unread = !exchange.body.complete() && !exchange.body.asked();
        // A client that waits for 100 may or may not send its body after this response.
        if (!exchange.keepsAlive()
                || (unread && (expectsContinue || requestLength > DRAIN_BYTES))) {
            keepAlive = false;
        }
        if (!keepAlive && exchange.keepsAlive()) {
            fields.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void writeLast(Http1Exchange exchange, Object last) {
        ChannelFuture written = context().writeAndFlush(last);
        if (!written.isDone()) {
            awaitProgress();
        }
        written.addListener(done -> {
            if (done.isSuccess()) {
                responseOut(exchange);
            } else {
                // Without its end the response must not look whole.
                context().close();
            }
        });
    }

    /// Answers in the handler's stead, after [Http1Exchange#abandon].
    private void answer(Http1Exchange exchange, Refusal refusal) {
        exchange.fields().clear();
        headWritten = true;
        HttpHeaders fields = refusal.fields();
        decideKeepAlive(exchange, fields);
        observer.responded(refusal.status());
        writeLast(exchange, refusal.response(fields));
    }

    /// Answers a request that does not even become an exchange, and ends the connection.
    private void refuse(Refusal refusal) {
        decoder.discard();
        ending = true;
        observer.responded(refusal.status());
        HttpHeaders fields = refusal.fields().set(HttpHeaderNames.CONNECTION, "close");
        encoder.headOnly(headOnly);
        context()
                .writeAndFlush(refusal.response(fields))
                .addListener(_ -> Ending.linger(context().channel(), timer, limits));
    }

    // --- the end of an exchange

    private void responseOut(Http1Exchange exchange) {
        if (exchange != current || responseOut) {
            return;
        }
        responseOut = true;
        exchange.completed();
        nextIfDone(exchange);
    }

    private void nextIfDone(Http1Exchange exchange) {
        if (!responseOut || ending) {
            return;
        }
        if (!keepAlive) {
            endConnection();
        } else if (exchange.body.complete()) {
            current = null;
            proxied.ifPresent(ProxiedClients::left);
            timer.set(Wait.IDLE, limits.idleTimeout());
            readOrNot();
        } else {
            exchange.body.dropRest(DRAIN_BYTES);
            readOrNot();
        }
    }

    private void endConnection() {
        Http1Exchange exchange = current;
        Channel channel = context().channel();
        boolean allRead =
                (exchange == null || exchange.body.complete())
                        && !decoder.hasBytes()
                        && channel.config().isAutoRead();
        ending = true;
        if (allRead) {
            channel.close();
        } else {
            decoder.discard();
            Ending.linger(channel, timer, limits);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.stop();
        ending = true;
        Http1Exchange exchange = current;
        current = null;
        if (exchange != null) {
            exchange.close();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void goAway() {
        goingAway = true;
        if (current == null && bodilessHead == null) {
            ending = true;
            context().close();
            return;
        }
        keepAlive = false;
        if (current != null) {
            current.goAway();
        }
    }

    @Override
    public void depart() {
        if (current != null && current.lasts()) {
            keepAlive = false;
            current.goAway();
        }
    }

    /// Whether the server has begun to close.
    boolean isGoingAway() {
        return goingAway;
    }

    // --- taking over

    private Channel takeOver(Http1Exchange exchange, HttpHeaders fields, ChannelHandler handler) {
        ChannelHandlerContext ctx = context();
        if (exchange != current || !exchange.body.complete() || !exchange.abandon()) {
            throw new IllegalStateException("the connection cannot be taken over any more");
        }
        Channel channel = ctx.channel();
        observer.responded(HttpResponseStatus.SWITCHING_PROTOCOLS.code());
        ctx.write(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER,
                        fields,
                        EmptyHttpHeaders.INSTANCE));
        ending = true;
        current = null;
        exchange.close();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(encoder);
        pipeline.remove(this);
        if (handler instanceof ChannelWire && admitted != null) {
            admitted.carriesSession();
        }
        pipeline.addLast(handler);
        channel.config().setAutoRead(true);
        // Last, because this gives the bytes that are left to what follows in the pipeline.
        pipeline.remove(decoder);
        channel.flush();
        if (handler instanceof ChannelWire wire
                && (admitted == null || !SocketWire.takeSocket(channel, wire, admitted))) {
            wire.allowHalfClosure();
        }
        return channel;
    }

    // --- time

    @Override
    public void expired(Wait wait) {
        switch (wait) {
            case HEAD -> {
                if (tlsPending) {
                    ending = true;
                    context().close();
                } else if (!ending) {
                    headOnly = false;
                    refuse(Refusal.HEAD_TIMEOUT);
                }
            }
            case IDLE, LINGER -> {
                ending = true;
                context().close();
            }
            case BODY -> {
                Http1Exchange exchange = current;
                if (exchange != null) {
                    failBody(exchange, Refusal.BODY_TIMEOUT);
                }
            }
            case PROTOCOL -> throw new IllegalStateException("not HTTP's: " + wait);
            case WRITE -> {
                if (progress.stalled(context().channel())) {
                    ending = true;
                    context().close();
                } else if (progress.pending()) {
                    timer.set(Wait.WRITE, limits.writeTimeout());
                }
            }
        }
    }

    private void awaitProgress() {
        if (!timer.isSet(Wait.WRITE)) {
            progress.note(context().channel());
            timer.set(Wait.WRITE, limits.writeTimeout());
        }
    }

    // --- failures

    /// Runs what a handler gave us; what it throws becomes a 500, or the connection's end.
    void guarded(Http1Exchange exchange, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            LOG.log(
                    Level.ERROR,
                    "the handler of "
                            + exchange.request().method()
                            + " "
                            + exchange.request().path()
                            + " failed",
                    e);
            if (exchange != current || exchange.isOver()) {
                return;
            }
            if (exchange.abandon()) {
                answer(exchange, Refusal.HANDLER_FAILED);
            } else if (!exchange.ended()) {
                context().close();
            }
        }
    }

    /// The handler has contradicted itself, too late for a 500.
    private void broken(Http1Exchange exchange, String how) {
        LOG.log(Level.ERROR, "the response to {0} is broken: {1}", exchange.request(), how);
        context().close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                tlsPending = false;
            } else {
                observer.tlsFailed();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Ending.log(LOG, ctx.channel(), cause);
        ending = true;
        ctx.close();
    }
}
