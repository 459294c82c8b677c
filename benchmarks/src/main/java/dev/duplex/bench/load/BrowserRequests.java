package dev.duplex.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// The requests of one client as Chromium 142 on Linux sends them over HTTP/1.1 for a page of the same
/// server that runs sockjs-client: every field that it sends unasked to a trustworthy origin
/// (`sec-ch-ua…`, `Sec-Fetch-…`, `User-Agent`, `Accept…`, `Referer`, and `Origin` where the method is
/// POST), and no cookies. That is some 500 bytes for a poll, and 570 for a request of SockJS.
final class BrowserRequests {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz012345";
    private static final int SESSION_LETTERS = 8;
    private static final int SERVERS = 1000;

    private static final String BROWSER =
            """
            sec-ch-ua-platform: "Linux"\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
            Chrome/142.0.0.0 Safari/537.36\r
            sec-ch-ua: "Chromium";v="142", "Not_A Brand";v="99"\r
            sec-ch-ua-mobile: ?0\r
            """;
    private static final String LANGUAGES =
            "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n\r\n";

    /// The example of RFC 6455 §1.3: a fixed key has a fixed answer.
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final String host;
    private final String path;
    private final String session;

    /// @param path of the endpoint
    BrowserRequests(int port, String path, RandomGenerator random) {
        this.host = "127.0.0.1:" + port;
        this.path = path;
        this.session = session(path, random);
    }

    /// As sockjs-client makes it: three digits for the server, eight characters for the session.
    private static String session(String path, RandomGenerator random) {
        StringBuilder url = new StringBuilder(path);
        url.append("/%03d/".formatted(random.nextInt(SERVERS)));
        for (int i = 0; i < SESSION_LETTERS; i++) {
            url.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return url.append('/').toString();
    }

    /// Asks for frames of SockJS.
    ///
    /// @param carrier one of SockJS over HTTP
    byte[] receive(Carrier carrier, long nowMillis) {
        return switch (carrier) {
            case XHR -> post(session + "xhr?t=" + nowMillis);
            case XHR_STREAMING -> post(session + "xhr_streaming?t=" + nowMillis);
            case EVENTSOURCE ->
                    get(
                            session + "eventsource",
                            "text/event-stream",
                            "Cache-Control: no-cache\r\n");
            case WEBSOCKET, SOCKJS_WEBSOCKET, POLLING ->
                    throw new IllegalArgumentException(carrier + " is not SockJS over HTTP");
        };
    }

    /// Asks for what came after a position, or for the position alone.
    ///
    /// @param since negative: none yet
    byte[] poll(long since) {
        return get(since < 0 ? path + "/since" : path + "/since?position=" + since, "*/*", "");
    }

    /// Asks for WebSocket, without an extension.
    ///
    /// @param carrier one of those over WebSocket
    byte[] upgrade(Carrier carrier) {
        String target = carrier == Carrier.SOCKJS_WEBSOCKET ? session + "websocket" : path;
        return bytes(
                "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\n".formatted(target, host)
                        + "Pragma: no-cache\r\nCache-Control: no-cache\r\n"
                        + "Upgrade: websocket\r\nOrigin: http://"
                        + host
                        + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + KEY
                        + "\r\n"
                        + LANGUAGES);
    }

    private byte[] post(String target) {
        return bytes(
                "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: keep-alive\r\n".formatted(target, host)
                        + "Content-Length: 0\r\n"
                        + BROWSER
                        + "Accept: */*\r\nOrigin: http://"
                        + host
                        + "\r\n"
                        + fetch());
    }

    private byte[] get(String target, String accept, String more) {
        return bytes(
                "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: keep-alive\r\n".formatted(target, host)
                        + BROWSER
                        + "Accept: "
                        + accept
                        + "\r\n"
                        + more
                        + fetch());
    }

    private String fetch() {
        return "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
                + "Referer: http://"
                + host
                + "/\r\n"
                + LANGUAGES;
    }

    private static byte[] bytes(String head) {
        return head.getBytes(StandardCharsets.US_ASCII);
    }
}
