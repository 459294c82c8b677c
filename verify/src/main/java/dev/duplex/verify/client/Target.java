package dev.duplex.verify.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The server, as clients reach it.
///
/// @param base an `http:` or `https:` address; what it serves is below
/// @param apiKey opens the HTTP API; empty if there is none
/// @param token shows who a client is; empty if there is none
/// @param channelTokens allow to subscribe, by channel
public record Target(URI base, String apiKey, String token, Map<String, String> channelTokens) {
    public Target {
        channelTokens = Map.copyOf(channelTokens);
    }

    /// The same server elsewhere: behind a proxy.
    public Target at(URI address) {
        return new Target(address, apiKey, token, channelTokens);
    }

    String channelToken(String channel) {
        return channelTokens.getOrDefault(channel, "");
    }

    /// An address below.
    ///
    /// @param path begins with `/`
    URI http(String path) {
        String text = base.toString();
        return URI.create(
                (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /// The same for WebSocket.
    URI webSocket(String path) {
        return URI.create(http(path).toString().replaceFirst("^http", "ws"));
    }

    /// The path of a channel for clients without a protocol.
    String plain(String prefix, String channel) {
        StringBuilder path = new StringBuilder(prefix).append(escaped(channel));
        String before = "?";
        if (!token.isEmpty()) {
            path.append(before).append("token=").append(escaped(token));
            before = "&";
        }
        if (!channelToken(channel).isEmpty()) {
            path.append(before).append("channelToken=").append(escaped(channelToken(channel)));
        }
        return path.toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
