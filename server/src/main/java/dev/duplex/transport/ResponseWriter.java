package dev.duplex.transport;

import dev.duplex.ServerObserver;
import dev.duplex.transport.ConnectionTimer.Wait;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.lang.System.Logger.Level;

/// What goes out on an [HttpConnection], one response at a time: decides how each is framed and whether the connection outlives it, and
/// sees whether the peer takes what is written. On the connection's event loop only.
final class ResponseWriter {
    private static final System.Logger LOG = System.getLogger(ResponseWriter.class.getName());

    private final HttpConnection connection;
    private final ConnectionTimer timer;
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final WriteProgress progress = new WriteProgress();

    // Of the current exchange:
    private boolean http10;
    private boolean headOnly;
    private boolean headWritten;

    /// How much its declared length lacks; negative if it has declared none.
    private long unwritten;

    private boolean keepAlive = true;
    private boolean flushDue;

    /// @param timer the connection's, for [Wait#WRITE]
    ResponseWriter(HttpConnection connection, ConnectionTimer timer) {
        this.connection = connection;
        this.timer = timer;
    }

    /// What belongs into the pipeline before the connection.
    ResponseEncoder encoder() {
        return encoder;
    }

    private ServerObserver observer() {
        return connection.routes().observer();
    }

    // --- which request is answered

    /// This head has come: what is written next answers it.
    void answers(HttpRequest head) {
        http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
        headOnly = head.method().equals(HttpMethod.HEAD);
    }

    /// No head has come: what is written next answers none.
    void answersNone() {
        headOnly = false;
    }

    /// An exchange begins for the head that has come.
    void begin(HttpRequest head) {
        headWritten = false;
        keepAlive = keepAlive && !http10 && HttpUtil.isKeepAlive(head);
        encoder.headOnly(headOnly);
    }

    /// The connection is to end with the current response.
    void endBehind() {
        keepAlive = false;
    }

    /// Whether another request may follow the current response.
    boolean keepsAlive() {
        return keepAlive;
    }

    // --- what handlers say

    /// The whole response, whose head is the exchange's. Releases `body`.
    void respond(Http1Exchange exchange, ByteBuf body) {
        if (!connection.requests().isCurrent(exchange)) {
            body.release();
            return;
        }
        HttpHeaders fields = exchange.fields();
        boolean bodiless = Http1Exchange.bodiless(exchange.status());
        if (!bodiless && !(headOnly && exchange.declaredLength() >= 0)) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        complete(exchange, fields);
        headWritten = true;
        observer().responded(exchange.status());
        ByteBuf sent = body;
        if (bodiless || headOnly) {
            body.release();
            sent = Unpooled.EMPTY_BUFFER;
        }
        writeLast(exchange, whole(HttpResponseStatus.valueOf(exchange.status()), sent, fields));
    }

    /// A piece of the body, behind the head if that is not out. Releases `bytes`, and tells the exchange when they have left the queue.
    ///
    /// @param length of the piece
    void write(Http1Exchange exchange, ByteBuf bytes, int length) {
        boolean lost = !connection.context().channel().isOpen();
        if (lost) {
            exchange.lost();
        }
        if (!connection.requests().isCurrent(exchange) || lost) {
            bytes.release();
            exchange.released(length);
            return;
        }
        writeHead(exchange);
        if (hasBody(exchange) && unwritten >= 0 && (unwritten -= length) < 0) {
            bytes.release();
            exchange.released(length);
            broken(exchange, "more was written than Content-Length says");
            return;
        }
        progress.writes();
        connection
                .context()
                .write(new DefaultHttpContent(bytes))
                .addListener(_ -> {
                    progress.wrote();
                    exchange.released(length);
                });
        awaitProgress();
        if (!flushDue) {
            flushDue = true;
            connection.lane().onEndOfBatch(this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        connection.context().flush();
    }

    /// The body ends here.
    void end(Http1Exchange exchange) {
        if (!connection.requests().isCurrent(exchange)) {
            return;
        }
        writeHead(exchange);
        if (unwritten > 0 && hasBody(exchange)) {
            broken(exchange, "less was written than Content-Length says");
            return;
        }
        writeLast(exchange, LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private boolean hasBody(Http1Exchange exchange) {
        return !headOnly && !Http1Exchange.bodiless(exchange.status());
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
        complete(exchange, fields);
        observer().responded(exchange.status());
        connection
                .context()
                .write(
                        new DefaultHttpResponse(
                                HttpVersion.HTTP_1_1,
                                HttpResponseStatus.valueOf(exchange.status()),
                                fields));
        if (unwritten < 0) {
            exchange.streams();
        }
    }

    /// What every head says, and whether the connection outlives this response, if not.
    private void complete(Http1Exchange exchange, HttpHeaders fields) {
        if (!exchange.keepsAlive() || exchange.body.barsReuse()) {
            keepAlive = false;
        }
        if (!keepAlive && exchange.keepsAlive()) {
            fields.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (!fields.contains(HttpHeaderNames.DATE)) {
            fields.set(HttpHeaderNames.DATE, ResponseDate.now());
        }
    }

    // --- what the connection says itself

    /// Answers in the handler's stead, after [Http1Exchange#abandon].
    void answer(Http1Exchange exchange, Refusal refusal) {
        exchange.fields().clear();
        headWritten = true;
        HttpHeaders fields = refusal.fields();
        complete(exchange, fields);
        observer().responded(refusal.status());
        writeLast(exchange, refusal.response(fields));
    }

    /// Answers a request that does not even become an exchange. The connection is to end behind that.
    ///
    /// @return when it has been written
    ChannelFuture refuse(Refusal refusal) {
        observer().responded(refusal.status());
        HttpHeaders fields =
                refusal.fields()
                        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                        .set(HttpHeaderNames.DATE, ResponseDate.now());
        encoder.headOnly(headOnly);
        return awaited(connection.context().writeAndFlush(refusal.response(fields)));
    }

    /// `100 Continue`: the client may send its body.
    void proceed() {
        connection
                .context()
                .writeAndFlush(
                        whole(
                                HttpResponseStatus.CONTINUE,
                                Unpooled.EMPTY_BUFFER,
                                new DefaultHttpHeaders()));
    }

    /// `101 Switching Protocols`, which goes out with what is flushed next.
    void switchProtocols(HttpHeaders fields) {
        observer().responded(HttpResponseStatus.SWITCHING_PROTOCOLS.code());
        connection
                .context()
                .write(
                        whole(
                                HttpResponseStatus.SWITCHING_PROTOCOLS,
                                Unpooled.EMPTY_BUFFER,
                                fields));
    }

    private static FullHttpResponse whole(
            HttpResponseStatus status, ByteBuf body, HttpHeaders fields) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, body, fields, EmptyHttpHeaders.INSTANCE);
    }

    private void writeLast(Http1Exchange exchange, Object last) {
        awaited(connection.context().writeAndFlush(last))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        connection.requests().responseOut(exchange);
                    } else {
                        // Without its end the response must not look whole.
                        connection.context().close();
                    }
                });
    }

    /// The handler has contradicted itself, too late for a 500.
    private void broken(Http1Exchange exchange, String how) {
        LOG.log(Level.ERROR, "the response to {0} is broken: {1}", exchange.request(), how);
        connection.context().close();
    }

    // --- whether the peer takes it

    /// What was just written, if it is not out yet, has a deadline.
    private ChannelFuture awaited(ChannelFuture written) {
        if (!written.isDone()) {
            progress.writes();
            written.addListener(_ -> progress.wrote());
            awaitProgress();
        }
        return written;
    }

    private void awaitProgress() {
        if (!timer.isSet(Wait.WRITE)) {
            progress.note(connection.context().channel());
            timer.set(Wait.WRITE, connection.routes().limits().writeTimeout());
        }
    }

    /// The time in which the peer was to take something has passed. If it has, it is given that time again for what still waits.
    ///
    /// @return whether it has taken nothing
    boolean stalled() {
        if (progress.stalled(connection.context().channel())) {
            return true;
        }
        if (progress.pending()) {
            timer.set(Wait.WRITE, connection.routes().limits().writeTimeout());
        }
        return false;
    }
}
