package dev.duplex.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the event stream that an `EventSource` reads (HTML, §9.2): an event is its lines, each behind `data: `, and an empty line.
public final class ServerSentEvents {
    /// The `Content-Type` of a stream of them.
    public static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BREAK = {'\r', '\n'};

    private ServerSentEvents() {}

    /// An event with this text, in UTF-8. Line breaks in it, of whatever kind, reach the client as line feeds: they cannot end the
    /// event, or begin another field.
    public static byte[] event(byte[] text) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(text.length + 16);
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n' || text[at] == '\r') {
                line(event, text, start, at);
                boolean both = text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
                at += both ? 1 : 0;
                start = at + 1;
            }
        }
        line(event, text, start, text.length);
        event.writeBytes(BREAK);
        return event.toByteArray();
    }

    private static void line(ByteArrayOutputStream event, byte[] text, int from, int to) {
        event.writeBytes(DATA);
        event.write(text, from, to - from);
        event.writeBytes(BREAK);
    }
}
