package dev.duplex.transport;

import dev.duplex.Limits;
import dev.duplex.transport.ConnectionTimer.Wait;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection in its pipeline: what comes in is for its [RequestReader], what goes out is for its [ResponseWriter]. What
/// concerns both is here: deadlines, its end, and that it becomes something else. Everything runs on the connection's event loop; what
/// handlers call from other threads comes through [Http1Exchange].
final class HttpConnection extends ChannelInboundHandlerAdapter
        implements GoingAway, ConnectionTimer.Owner {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    private final Routes routes;
    private final EventLoopLane lane;

    /// As what it was let in; null: by nobody.
    private final @Nullable Admitted admitted;

    private final ConnectionTimer timer;
    private final RequestDecoder decoder;
    private final RequestReader requests;
    private final ResponseWriter responses;
    private @Nullable ChannelHandlerContext context;

    private boolean ending;
    private boolean goingAway;
    private boolean tlsPending;

    /// @param link between whom it is
    /// @param proxied of a trusted proxy's connection, for whom it asks
    /// @param admitted as what it was let in; null: by nobody
    HttpConnection(
            Routes routes,
            EventLoopLane lane,
            RequestHead.Link link,
            Optional<ProxiedClients> proxied,
            @Nullable Admitted admitted) {
        this.routes = routes;
        this.lane = lane;
        this.admitted = admitted;
        tlsPending = link.secure();
        timer = new ConnectionTimer(lane.timers(), this);
        decoder = new RequestDecoder(routes.limits());
        requests = new RequestReader(this, link, proxied, decoder);
        responses = new ResponseWriter(this, timer);
    }

    /// Puts this connection, and what decodes and encodes for it, at the pipeline's end.
    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(decoder, responses.encoder(), this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        timer.set(Wait.HEAD, limits().handshakeTimeout());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.stop();
    }

    // --- what its parts ask for

    Routes routes() {
        return routes;
    }

    private Limits limits() {
        return routes.limits();
    }

    EventLoopLane lane() {
        return lane;
    }

    ConnectionTimer timer() {
        return timer;
    }

    RequestReader requests() {
        return requests;
    }

    ResponseWriter responses() {
        return responses;
    }

    /// Where it is in its pipeline.
    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return ctx;
    }

    /// Whether nothing of what comes is looked at any more, nor answered.
    boolean isEnding() {
        return ending;
    }

    /// Whether the server has begun to close.
    boolean isGoingAway() {
        return goingAway;
    }

    /// Whether the current exchange lasts, from now on.
    void lasts(boolean lasts) {
        if (admitted != null) {
            admitted.carriesWhatLasts(lasts);
        }
    }

    // --- what the channel says

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!ending) {
                requests.read(message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (decoder.discarded() > Ending.MAX_DISCARDED_BYTES) {
            ctx.close();
        } else if (!ending && requests.headBegun() && !timer.isSet(Wait.HEAD)) {
            timer.clear(Wait.IDLE);
            timer.set(Wait.HEAD, limits().handshakeTimeout());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                tlsPending = false;
            } else {
                routes.observer().tlsFailed();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.stop();
        ending = true;
        requests.leave();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Ending.log(LOG, ctx.channel(), cause);
        ending = true;
        ctx.close();
    }

    // --- time

    @Override
    public void expired(Wait wait) {
        switch (wait) {
            case HEAD -> {
                if (tlsPending) {
                    close();
                } else if (!ending) {
                    responses.answersNone();
                    refuse(Refusal.HEAD_TIMEOUT);
                }
            }
            case IDLE, LINGER -> close();
            case BODY -> requests.bodyExpired();
            case PROTOCOL -> throw new IllegalStateException("not HTTP's: " + wait);
            case WRITE -> {
                if (responses.stalled()) {
                    close();
                }
            }
        }
    }

    // --- its end

    /// Answers a request that does not even become an exchange, and ends the connection.
    void refuse(Refusal refusal) {
        decoder.discard();
        ending = true;
        responses
                .refuse(refusal)
                .addListener(_ -> Ending.linger(context().channel(), timer, limits()));
    }

    /// The last response is out: ends the connection so that the peer can read it.
    void end() {
        ending = true;
        Channel channel = context().channel();
        if (requests.allRead()) {
            channel.close();
        } else {
            decoder.discard();
            Ending.linger(channel, timer, limits());
        }
    }

    private void close() {
        ending = true;
        context().close();
    }

    @Override
    public void goAway() {
        goingAway = true;
        if (requests.isIdle()) {
            close();
            return;
        }
        responses.endBehind();
        Http1Exchange current = requests.current();
        if (current != null) {
            current.goAway();
        }
    }

    @Override
    public void depart() {
        Http1Exchange current = requests.current();
        if (current != null && current.lasts()) {
            responses.endBehind();
            current.goAway();
        }
    }

    // --- taking over

    /// Gives the connection to another handler at the end of this exchange ([TakeOver]).
    Channel takeOver(Http1Exchange exchange, HttpHeaders fields, ChannelHandler handler) {
        if (exchange != requests.current() || !exchange.body.complete() || !exchange.abandon()) {
            throw new IllegalStateException("the connection cannot be taken over any more");
        }
        Channel channel = context().channel();
        responses.switchProtocols(fields);
        ending = true;
        requests.leave();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(responses.encoder());
        pipeline.remove(this);
        if (handler instanceof ChannelWire && admitted != null) {
            admitted.carriesSession();
        }
        // Before the handler, which may well want nothing more to be read.
        channel.config().setAutoRead(true);
        pipeline.addLast(handler);
        // Last, because this gives the bytes that are left to what follows in the pipeline.
        pipeline.remove(decoder);
        channel.flush();
        if (handler instanceof ChannelWire wire
                && (admitted == null || !SocketWire.takeSocket(channel, wire, admitted))) {
            wire.allowHalfClosure();
        }
        return channel;
    }
}
