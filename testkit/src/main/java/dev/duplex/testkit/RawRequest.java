package dev.duplex.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An HTTP/1.x request as text that tests change line by line, with a body. Immutable; nothing is
/// checked, so that it may be wrong.
public final class RawRequest {
    private final String requestLine;
    private final List<String> lines;
    private final byte[] body;

    private RawRequest(String requestLine, List<String> lines, byte[] body) {
        this.requestLine = requestLine;
        this.lines = List.copyOf(lines);
        this.body = body;
    }

    /// An HTTP/1.1 request without a body and with no header field but `Host`.
    public static RawRequest of(String method, String host, String target) {
        return new RawRequest(
                method + " " + target + " HTTP/1.1", List.of("Host: " + host), new byte[0]);
    }

    /// With these lines after the others, whatever they are.
    public RawRequest with(String... more) {
        List<String> changed = new ArrayList<>(lines);
        changed.addAll(Arrays.asList(more));
        return new RawRequest(requestLine, changed, body);
    }

    /// As a client that speaks HTTP/1.0 sends it.
    public RawRequest version10() {
        return new RawRequest(requestLine.replace("HTTP/1.1", "HTTP/1.0"), lines, body);
    }

    /// With this body and its `Content-Length`.
    public RawRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /// With this body and its `Content-Length`.
    public RawRequest body(byte[] bytes) {
        return announcing(bytes.length, bytes);
    }

    /// With a `Content-Length` of its own and whatever part of the body there is to be.
    public RawRequest announcing(long length, byte[] bytes) {
        return new RawRequest(requestLine, with("Content-Length: " + length).lines, bytes.clone());
    }

    /// With a body in chunks (RFC 9112 §7.1): one for each text, then the last.
    public RawRequest chunked(String... texts) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            chunks.writeBytes(
                    (Integer.toHexString(bytes.length) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            chunks.writeBytes(bytes);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new RawRequest(
                requestLine, with("Transfer-Encoding: chunked").lines, chunks.toByteArray());
    }

    /// The method, as the request line has it.
    public String method() {
        return requestLine.substring(0, requestLine.indexOf(' '));
    }

    /// The request on the wire: header fields as ISO 8859-1, then the body.
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                (requestLine + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        String head = requestLine + " | " + String.join(" | ", lines);
        return body.length == 0 ? head : head + " | body " + Transcript.shown(body);
    }
}
