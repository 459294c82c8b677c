package dev.duplex.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Writes the event stream that an `EventSource` reads (HTML, §9.2): events, each of them lines of fields and an empty line. Lines end with CR LF. Not
/// thread-safe.
public final class ServerSentEvents {
    /// The `Content-Type` of a stream of them.
    public static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BREAK = {'\r', '\n'};

    private final ByteArrayOutputStream out;

    /// Without events so far.
    public ServerSentEvents() {
        this(128);
    }

    /// Without events so far.
    ///
    /// @param size how many bytes it will be, if that is known; it may be more
    public ServerSentEvents(int size) {
        out = new ByteArrayOutputStream(size);
    }

    /// One event with this text, in UTF-8, and nothing else: [#data] and [#end].
    public static byte[] event(byte[] text) {
        return new ServerSentEvents(text.length + 16).data(text).end().toByteArray();
    }

    /// A comment, which is no part of an event: it says that the stream is alive.
    ///
    /// @throws IllegalArgumentException if it has a line break
    public ServerSentEvents comment(String text) {
        return line(":", text);
    }

    /// What the event is called: its listeners get it, and `onmessage` does not.
    ///
    /// @throws IllegalArgumentException if it has a line break
    public ServerSentEvents name(String name) {
        return line("event: ", name);
    }

    /// What the client says that it had last when it comes back (`Last-Event-ID`).
    ///
    /// @throws IllegalArgumentException if it has a line break or a zero, with which a client ignores it
    public ServerSentEvents id(String id) {
        if (id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the id of an event has a zero in it");
        }
        return line("id: ", id);
    }

    /// How long the client waits before it comes back, in whole milliseconds.
    public ServerSentEvents retry(Duration wait) {
        return line("retry: ", Long.toString(wait.toMillis()));
    }

    /// The event's text, in UTF-8. Line breaks in it, of whatever kind, reach the client as line feeds: they cannot end the
    /// event, or begin another field.
    public ServerSentEvents data(byte[] text) {
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n' || text[at] == '\r') {
                data(text, start, at);
                boolean both = text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
                at += both ? 1 : 0;
                start = at + 1;
            }
        }
        data(text, start, text.length);
        return this;
    }

    /// The event's text.
    public ServerSentEvents data(String text) {
        return data(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Ends the event: the client has it now, if it has data.
    public ServerSentEvents end() {
        out.writeBytes(BREAK);
        return this;
    }

    /// All that was written.
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private void data(byte[] text, int from, int to) {
        out.writeBytes(DATA);
        out.write(text, from, to - from);
        out.writeBytes(BREAK);
    }

    private ServerSentEvents line(String field, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a line break would begin another field");
        }
        out.writeBytes((field + value).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(BREAK);
        return this;
    }
}
