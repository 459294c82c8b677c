package dev.duplex.transport;

import dev.duplex.Limits;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the connection itself answers: a status and one sentence. None says anything about the
/// server that the peer does not know.
record Refusal(int status, String sentence) implements ConnectionLimiter.Entrance {
    static final Refusal BAD_TARGET =
            new Refusal(400, "The request target is malformed or leads upwards.");
    static final Refusal NOT_FOUND = new Refusal(404, "There is nothing at this path.");
    static final Refusal HEAD_TIMEOUT = new Refusal(408, "The request head did not come in time.");
    static final Refusal BODY_TIMEOUT = new Refusal(408, "The request body did not come in time.");
    static final Refusal BODY_TOO_LARGE =
            new Refusal(413, "The request body is larger than is taken here.");

    /// RFC 9110 §15.5.20.
    static final Refusal MISDIRECTED =
            new Refusal(
                    421,
                    "The server is not to be asked by this name; its list of allowed hosts says by which.");

    static final Refusal HANDLER_FAILED =
            new Refusal(500, "The server failed to answer this request.");
    static final Refusal WEBSOCKET_OVER_1_0 =
            new Refusal(505, "WebSocket needs HTTP/1.1 (RFC 6455 §4.1).");
    static final Refusal WEBSOCKET_WITH_BODY =
            new Refusal(400, "A WebSocket handshake has no body.");
    static final Refusal TOO_MANY_CONNECTIONS =
            new Refusal(503, "The server has as many connections as it takes.");
    static final Refusal TOO_MANY_OF_ADDRESS =
            new Refusal(429, "Your address has as many connections as one may have.");

    /// A name or an IPv4 address, or an IPv6 address in brackets, and a port (RFC 3986 §3.2.2,
    /// §3.2.3). RFC 9112 §3.2 lets a client leave the value empty.
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\\[[0-9A-Fa-fv.:]+])(?::[0-9]{0,5})?");

    /// Why a request head cannot be taken, if it cannot (RFC 9112 §2, §3, §6).
    static Optional<Refusal> of(HttpRequest request, Limits limits) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecoded(request.decoderResult().cause(), limits));
        }
        HttpHeaders fields = request.headers();
        HttpVersion version = request.protocolVersion();
        if (!version.protocolName().equals("HTTP")) {
            return bad("The request line does not end with an HTTP version.");
        }
        if (version.majorVersion() != 1) {
            return Optional.of(new Refusal(505, "This server speaks HTTP/1.1."));
        }
        if (request.decoderResult() instanceof HttpMessageDecoderResult sizes
                && sizes.totalSize() > limits.headerBytes()) {
            return Optional.of(tooLarge(limits));
        }
        List<String> hosts = fields.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && !version.equals(HttpVersion.HTTP_1_0))) {
            return bad("An HTTP/1.1 request has exactly one Host field.");
        }
        if (!hosts.isEmpty() && !HOST.matcher(hosts.getFirst().strip()).matches()) {
            return bad("The Host field is not a host and an optional port.");
        }
        if (fields.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            List<String> codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
            if (fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
                return bad("Content-Length and Transfer-Encoding exclude each other.");
            }
            if (codings.size() > 1 || !codings.getFirst().strip().equalsIgnoreCase("chunked")) {
                return Optional.of(
                        new Refusal(501, "The only transfer coding taken here is chunked."));
            }
        }
        // Netty gives a body of eight bytes to a request of WebSocket's first drafts, which nobody
        // else on the way would see there.
        if (fields.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
            return bad("This WebSocket draft is not spoken any more.");
        }
        String expect = fields.get(HttpHeaderNames.EXPECT);
        if (expect != null && !expect.strip().equalsIgnoreCase("100-continue")) {
            return Optional.of(new Refusal(417, "The only expectation met here is 100-continue."));
        }
        return Optional.empty();
    }

    /// Whether the authority of an `http` URI is a host with or without a port: an empty one, or one behind a user, is to be refused (RFC 9110 §4.2.1, §4.2.4).
    static boolean isHost(String authority) {
        return HOST.matcher(authority).matches()
                && !authority.isEmpty()
                && !authority.startsWith(":");
    }

    private static Refusal undecoded(Throwable cause, Limits limits) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    new Refusal(
                            414,
                            "The request line is longer than " + limits.headerBytes() + " bytes.");
            case TooLongHttpHeaderException _ -> tooLarge(limits);
            default -> new Refusal(400, "The request head is malformed.");
        };
    }

    private static Refusal tooLarge(Limits limits) {
        return new Refusal(
                431,
                "Request line and header fields are longer than "
                        + limits.headerBytes()
                        + " bytes.");
    }

    private static Optional<Refusal> bad(String sentence) {
        return Optional.of(new Refusal(400, sentence));
    }

    /// Why the body's framing cannot be followed.
    static Refusal badBody(Throwable cause) {
        return cause instanceof TooLongHttpHeaderException
                ? new Refusal(431, "The trailer fields are too long.")
                : new Refusal(400, "The request body is not framed as its head says.");
    }

    HttpHeaders fields() {
        return new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body().length);
    }

    FullHttpResponse response(HttpHeaders fields) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.wrappedBuffer(body()),
                fields,
                EmptyHttpHeaders.INSTANCE);
    }

    /// The same as bytes, for a connection without HTTP in its pipeline; says that it closes.
    byte[] bytes() {
        String head =
                "HTTP/1.1 "
                        + HttpResponseStatus.valueOf(status)
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body().length
                        + "\r\nConnection: close\r\nDate: "
                        + ResponseDate.now()
                        + "\r\n\r\n";
        return (head + sentence + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] body() {
        return (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
