package dev.duplex.sockjs;

import dev.duplex.SessionTransport;

/// `jsonp`: a script that calls a function with one frame, for each request (`JsonPolling`). The empty
/// comment before the name keeps a name from being taken for another file format's first bytes.
///
/// @param callback the name of the function, a [Callback]
record JsonpPolling(String callback) implements Receiving {
    @Override
    public SessionTransport transport() {
        return SessionTransport.JSONP_POLLING;
    }

    @Override
    public String contentType() {
        return XhrPolling.CONTENT_TYPE;
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
        return Bytes.concat(
                Bytes.ascii("/**/" + callback + "("),
                JsonString.quoteForScript(frame),
                Bytes.ascii(");\r\n"));
    }
}
