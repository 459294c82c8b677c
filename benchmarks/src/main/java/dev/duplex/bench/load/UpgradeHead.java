package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The request for an upgrade, and the head of its response.
final class UpgradeHead {
    /// The example of RFC 6455 §1.3: a fixed key has a fixed answer.
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final int LONGEST = 8192;

    private final boolean deflated;
    private final StringBuilder response = new StringBuilder();
    private boolean whole;

    /// @param deflated whether permessage-deflate is asked for, without which there is no going on
    UpgradeHead(boolean deflated) {
        this.deflated = deflated;
    }

    byte[] request(String path) {
        String request =
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                .formatted(path)
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + KEY
                        + "\r\n"
                        + (deflated
                                ? "Sec-WebSocket-Extensions: permessage-deflate;"
                                        + " server_no_context_takeover; client_no_context_takeover\r\n"
                                : "")
                        + "\r\n";
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    /// Takes what belongs to the head of the response, and says whether that is whole now; never more.
    ///
    /// @throws LoadException if it is a refusal
    boolean read(ByteBuf in) {
        while (!whole && in.isReadable()) {
            response.append((char) in.readByte());
            int length = response.length();
            if (length >= 4 && response.substring(length - 4).equals("\r\n\r\n")) {
                check(response.toString());
                whole = true;
                response.setLength(0);
                response.trimToSize();
            } else if (length == LONGEST) {
                throw new LoadException("the server's answer to an upgrade is too long");
            }
        }
        return whole;
    }

    private void check(String head) {
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains(ACCEPT)) {
            throw new LoadException(
                    "the server did not upgrade: " + head.lines().findFirst().orElse(""));
        }
        if (deflated && !head.toLowerCase(Locale.ROOT).contains("permessage-deflate")) {
            throw new LoadException("the server declined permessage-deflate");
        }
    }
}
