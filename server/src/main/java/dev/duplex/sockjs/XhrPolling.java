package dev.duplex.sockjs;

import dev.duplex.SessionTransport;

/// `xhr`: a frame and a line feed for each request (`XhrPolling`).
final class XhrPolling implements Receiving {
    static final String CONTENT_TYPE = "application/javascript; charset=UTF-8";

    @Override
    public SessionTransport transport() {
        return SessionTransport.XHR_POLLING;
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public boolean streams() {
        return false;
    }

    @Override
    public byte[] prelude() {
        return new byte[0];
    }

    @Override
    public byte[] wrap(byte[] frame) {
        return Bytes.concat(frame, new byte[] {'\n'});
    }
}
