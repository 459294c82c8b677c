package dev.duplex.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// HTTP/1.x over a [RawWebSocket]'s socket, without any judgement: requests go out as they are, one
/// after the other or several at once; responses are read as a whole, or chunk by chunk as they come.
///
/// Reads block up to the connection's deadline, and fail as the connection's do.
public final class RawHttp {
    private final RawWebSocket connection;

    /// Speaks HTTP over a connection on which nothing else is being read.
    public RawHttp(RawWebSocket connection) {
        this.connection = connection;
    }

    /// The connection, to end, reset or close it, and for messages.
    public RawWebSocket connection() {
        return connection;
    }

    /// Writes a request, in one piece.
    public RawHttp send(RawRequest request) {
        connection.transcript.sent(request);
        connection.write(request.bytes(), Integer.MAX_VALUE);
        return this;
    }

    /// Writes requests, all in one piece.
    public RawHttp pipeline(RawRequest... requests) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (RawRequest request : requests) {
            connection.transcript.sent(request);
            bytes.writeBytes(request.bytes());
        }
        connection.write(bytes.toByteArray(), Integer.MAX_VALUE);
        return this;
    }

    /// Writes a request and reads its whole response.
    public RawResponse exchange(RawRequest request) {
        send(request);
        return request.method().equals("HEAD") ? readHeadOnly() : readResponse();
    }

    /// Reads a response head.
    public RawHead readHead() {
        return connection.readHead();
    }

    /// Reads the response to a HEAD request.
    public RawResponse readHeadOnly() {
        return new RawResponse(readHead(), new byte[0]);
    }

    /// Reads a response and its body: none with 1xx, 204 and 304, else in chunks, of the announced
    /// length, or up to the end of the stream (RFC 9112 §6.3).
    public RawResponse readResponse() {
        RawHead head = readHead();
        if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
            return new RawResponse(head, new byte[0]);
        }
        if (chunked(head)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk("a chunk"); chunk.length > 0; chunk = chunk("a chunk")) {
                body.writeBytes(chunk);
            }
            return new RawResponse(head, body.toByteArray());
        }
        Optional<String> length = head.first("Content-Length");
        byte[] body =
                length.isPresent()
                        ? connection.readBytes(Integer.parseInt(length.get()), "the body")
                        : toEnd();
        connection.transcript.came("body: " + Transcript.shown(body));
        return new RawResponse(head, body);
    }

    /// Whether a body comes in chunks.
    public static boolean chunked(RawHead head) {
        return head.all("Transfer-Encoding").stream()
                .anyMatch(coding -> coding.toLowerCase(Locale.ROOT).equals("chunked"));
    }

    /// Reads the next chunk of a body (RFC 9112 §7.1) as text; empty when it is the last.
    ///
    /// @param expected what it should be, for the message if none comes
    public Optional<String> readChunk(String expected) {
        return readBinaryChunk(expected).map(chunk -> new String(chunk, StandardCharsets.UTF_8));
    }

    /// The same as bytes.
    public Optional<byte[]> readBinaryChunk(String expected) {
        byte[] chunk = chunk(expected);
        return chunk.length == 0 ? Optional.empty() : Optional.of(chunk);
    }

    /// Reads this many bytes of a body without framing, as text.
    public String readText(int bytes, String expected) {
        byte[] read = connection.readBytes(bytes, expected);
        connection.transcript.came(Transcript.shown(read));
        return new String(read, StandardCharsets.UTF_8);
    }

    /// Reads a body that the end of the stream ends, as text.
    public String readToEnd() {
        return new String(toEnd(), StandardCharsets.UTF_8);
    }

    /// Whether something has come that was not read yet, as far as can be known without waiting.
    /// Over TLS only what has been deciphered counts.
    public boolean cameUnread() {
        try {
            return connection.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] toEnd() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int next = connection.readOrEnd("the body's end");
                next >= 0;
                next = connection.readOrEnd("the body's end")) {
            body.write(next);
        }
        return body.toByteArray();
    }

    private byte[] chunk(String expected) {
        String size = line(expected);
        int length;
        try {
            length = Integer.parseInt(size.replaceFirst(";.*", "").strip(), 16);
        } catch (NumberFormatException e) {
            throw connection.failure("the size of a chunk (RFC 9112 §7.1): " + expected, size);
        }
        byte[] chunk = connection.readBytes(length, expected);
        String end = line("the end of a chunk");
        if (!end.isEmpty()) {
            throw connection.failure("the end of a chunk (RFC 9112 §7.1)", end);
        }
        connection.transcript.came(length == 0 ? "last chunk" : "chunk " + Transcript.shown(chunk));
        return chunk;
    }

    private String line(String expected) {
        StringBuilder line = new StringBuilder();
        int next = connection.read(expected);
        while (next != '\n') {
            line.append((char) next);
            next = connection.read(expected);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw connection.failure("a line that ends with CRLF: " + expected, line.toString());
        }
        return line.substring(0, line.length() - 1);
    }
}
