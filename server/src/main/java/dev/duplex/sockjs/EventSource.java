package dev.duplex.sockjs;

import dev.duplex.SessionTransport;
import dev.duplex.http.ServerSentEvents;

/// `eventsource`: server-sent events, one for each frame (`EventSource`), always UTF-8. No frame has
/// a line break of its own: they are escaped as JSON. So is `%` here: sockjs-client takes what it
/// gets by this transport for a URI, and decodes it before it reads the JSON.
final class EventSource implements Receiving {
    private static final byte[] PERCENT = Bytes.ascii("\\u0025");

    @Override
    public SessionTransport transport() {
        return SessionTransport.EVENT_SOURCE;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public byte[] prelude() {
        return Bytes.ascii("\r\n");
    }

    @Override
    public byte[] wrap(byte[] frame) {
        int escapes = 0;
        for (byte b : frame) {
            escapes += b == '%' ? 1 : 0;
        }
        return ServerSentEvents.event(escapes == 0 ? frame : escaped(frame, escapes));
    }

    private static byte[] escaped(byte[] frame, int escapes) {
        byte[] escaped = new byte[frame.length + escapes * (PERCENT.length - 1)];
        int to = 0;
        for (byte b : frame) {
            if (b == '%') {
                System.arraycopy(PERCENT, 0, escaped, to, PERCENT.length);
                to += PERCENT.length;
            } else {
                escaped[to++] = b;
            }
        }
        return escaped;
    }
}
