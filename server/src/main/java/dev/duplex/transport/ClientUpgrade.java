package dev.duplex.transport;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Session;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Hub;
import dev.duplex.session.InLane;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.deflate.DeflateNegotiation;
import dev.duplex.websocket.deflate.DeflateParameters;
import dev.duplex.websocket.handshake.ClientHandshake;
import dev.duplex.websocket.handshake.Extension;
import dev.duplex.websocket.handshake.HeaderField;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client's opening handshake on one connection: asks, judges the answer, and makes way for the
/// WebSocket connection.
final class ClientUpgrade extends ChannelInboundHandlerAdapter {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ACCEPT = "Sec-WebSocket-Accept";

    private final URI uri;
    private final Connector.Settings settings;
    private final Endpoint endpoint;
    private final Hub hub;
    private final EventLoopLane lane;
    private final CompletableFuture<Session> opened;
    private final List<Extension> offers;
    private final ClientHandshake handshake;
    private final HttpHeaders sent = new DefaultHttpHeaders();
    private @Nullable HttpResponse response;
    private @Nullable ScheduledFuture<?> timeout;

    private ClientUpgrade(
            URI uri,
            ClientHandshake handshake,
            List<Extension> offers,
            Connector.Settings settings,
            Endpoint endpoint,
            Hub hub,
            EventLoopLane lane,
            CompletableFuture<Session> opened) {
        this.uri = uri;
        this.settings = settings;
        this.endpoint = endpoint;
        this.hub = hub;
        this.lane = lane;
        this.opened = opened;
        this.handshake = handshake;
        this.offers = offers;
    }

    /// What makes one when the connection has its loop. All that can be wrong with what is asked for is found here.
    ///
    /// @throws IllegalArgumentException if a subprotocol is no token or stands twice
    static Function<EventLoopLane, ClientUpgrade> prepare(
            URI uri,
            Connector.Settings settings,
            Endpoint endpoint,
            Hub hub,
            CompletableFuture<Session> opened) {
        List<Extension> offers =
                settings.deflate().enabled()
                        ? List.of(DeflateNegotiation.offer(settings.deflate()))
                        : List.of();
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        ClientHandshake handshake =
                new ClientHandshake(host, settings.subprotocols(), offers, RANDOM);
        return lane ->
                new ClientUpgrade(uri, handshake, offers, settings, endpoint, hub, lane, opened);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Whoever has given it up, as by `cancel` or `orTimeout`, wants no session.
        var _ =
                opened.whenComplete((_, failure) -> {
                    if (failure != null) {
                        InLane.behind(lane, ctx::close);
                    }
                });
        timeout =
                ctx.executor()
                        .schedule(
                                () ->
                                        fail(
                                                ctx,
                                                "no answer to the handshake within "
                                                        + settings.connectTimeout(),
                                                null),
                                settings.connectTimeout().toMillis(),
                                TimeUnit.MILLISECONDS);
        if (ctx.pipeline().get(SslHandler.class) == null) {
            ask(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            if (tls.isSuccess()) {
                ask(ctx);
            } else {
                fail(ctx, "the TLS handshake failed: " + tls.cause().getMessage(), tls.cause());
            }
        }
    }

    private void ask(ChannelHandlerContext ctx) {
        for (HeaderField field : handshake.requestFields()) {
            sent.add(field.name(), field.value());
        }
        for (Map.Entry<String, String> field : settings.headers()) {
            sent.add(field.getKey(), field.getValue());
        }
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.GET,
                        target(),
                        Unpooled.EMPTY_BUFFER,
                        sent,
                        EmptyHttpHeaders.INSTANCE);
        ctx.writeAndFlush(request, ctx.voidPromise());
    }

    /// In ASCII: letters that a `URI` has as they are, are escaped, as browsers do.
    private String target() {
        URI escaped = URI.create(uri.toASCIIString());
        String path = escaped.getRawPath().isEmpty() ? "/" : escaped.getRawPath();
        return escaped.getRawQuery() == null ? path : path + "?" + escaped.getRawQuery();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpResponse head && !opened.isDone()) {
                if (head.decoderResult().isFailure()) {
                    fail(ctx, "the server's answer is not HTTP", head.decoderResult().cause());
                } else if (isFinal(head)) {
                    response = head;
                    if (!isSwitching(head) || !head.headers().contains(ACCEPT)) {
                        // Nothing of its body matters, and that may not end: for the codec one
                        // without this field has one, of an older protocol.
                        judge(ctx, head);
                    }
                }
            }
            // The end of the head: only then has the codec nothing of its own to say any more.
            if (message instanceof LastHttpContent && response != null && !opened.isDone()) {
                judge(ctx, response);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /// Others come before the answer, and say nothing of it (RFC 9110 §15.2).
    private static boolean isFinal(HttpResponse head) {
        return head.status().codeClass() != HttpStatusClass.INFORMATIONAL || isSwitching(head);
    }

    private static boolean isSwitching(HttpResponse head) {
        return head.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    private void judge(ChannelHandlerContext ctx, HttpResponse head) {
        switch (handshake.verify(head.status().code(), head.headers()::getAll)) {
            case ClientHandshake.Failed failed -> fail(ctx, failed.reason(), null);
            case ClientHandshake.Accepted accepted -> {
                if (offers.isEmpty()) {
                    open(ctx, accepted, Optional.empty());
                    return;
                }
                switch (DeflateNegotiation.verify(offers.getFirst(), accepted.extensions())) {
                    case DeflateNegotiation.Agreed agreed ->
                            open(ctx, accepted, Optional.of(agreed.parameters()));
                    case DeflateNegotiation.Declined _ -> open(ctx, accepted, Optional.empty());
                    case DeflateNegotiation.Violation violation ->
                            fail(ctx, violation.explanation(), null);
                }
            }
        }
    }

    private void open(
            ChannelHandlerContext ctx,
            ClientHandshake.Accepted accepted,
            Optional<DeflateParameters> deflate) {
        cancelTimeout();
        WebSocketConnection connection =
                new WebSocketConnection(
                        ConnectionSetup.create(
                                Role.CLIENT,
                                endpoint,
                                settings.limits(),
                                settings.deflate(),
                                hub,
                                lane,
                                SessionObserver.NONE,
                                MaskingKeys.current()),
                        KeptRequest.of(request(ctx)),
                        accepted.subprotocol().orElse(""),
                        deflate);
        ChannelPipeline pipeline = ctx.pipeline();
        // What the endpoint sends as it begins is not HTTP any more.
        pipeline.get(HttpClientCodec.class).removeOutboundHandler();
        ChannelWire wire = new ChannelWire(connection);
        // Last, so that what the codec still holds comes to it when the codec goes.
        pipeline.addLast(wire);
        boolean wanted = opened.complete(connection.session());
        pipeline.remove(this);
        pipeline.remove(HttpClientCodec.class);
        wire.allowHalfClosure();
        if (!wanted) {
            connection.session().close(CloseReason.NORMAL);
        }
    }

    private RequestHead request(ChannelHandlerContext ctx) {
        return new RequestHead(
                "GET",
                target(),
                RequestTarget.ofOurs(target()),
                Map.of(),
                new RequestFields(sent),
                new RequestHead.Link(
                        (InetSocketAddress) ctx.channel().remoteAddress(),
                        (InetSocketAddress) ctx.channel().localAddress(),
                        ctx.pipeline().get(SslHandler.class) != null));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "the connection was lost during the handshake", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, "the connection failed during the handshake: " + cause.getMessage(), cause);
    }

    private void fail(ChannelHandlerContext ctx, String why, @Nullable Throwable cause) {
        cancelTimeout();
        opened.completeExceptionally(new IOException(uri + ": " + why, cause));
        ctx.close();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
