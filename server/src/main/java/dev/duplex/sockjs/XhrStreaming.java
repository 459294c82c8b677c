package dev.duplex.sockjs;

import dev.duplex.SessionTransport;

/// `xhr_streaming`: a line for each frame, behind 2 KiB that make browsers show what has come so far
/// (`XhrStreaming`).
final class XhrStreaming implements Receiving {
    private static final byte[] PRELUDE = Bytes.ascii("h".repeat(2048) + "\n");

    @Override
    public SessionTransport transport() {
        return SessionTransport.XHR_STREAMING;
    }

    @Override
    public String contentType() {
        return XhrPolling.CONTENT_TYPE;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public byte[] prelude() {
        return PRELUDE.clone();
    }

    @Override
    public byte[] wrap(byte[] frame) {
        return Bytes.concat(frame, new byte[] {'\n'});
    }
}
