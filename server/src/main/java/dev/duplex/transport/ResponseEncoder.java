package dev.duplex.transport;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Netty's response encoder, told whether the response is one to a HEAD: then the head goes out
/// as it is, and no byte of a body (RFC 9110 §9.3.2).
final class ResponseEncoder extends HttpResponseEncoder {
    private boolean headOnly;

    void headOnly(boolean headOnly) {
        this.headOnly = headOnly;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return headOnly || super.isContentAlwaysEmpty(response);
    }
}
