package dev.duplex.app.config;

import dev.duplex.SockJsOptions;
import java.time.Duration;
import java.util.List;

/// The settings of what the program serves by SockJS: a part of the table, and what `SockJsOptions` is
/// made of them.
final class SockJsSettings {
    /// The client for browsers that the program brings along.
    static final String OWN_CLIENT = "/js/sockjs.min.js";

    private static final SockJsOptions STANDARD = SockJsOptions.DEFAULT;

    static final Setting<String> CLIENT_URL =
            Setting.of(
                    "sockjs.client-url",
                    ValueType.text(
                            "URL",
                            "an http or https URL, or a path that begins with /",
                            SockJsSettings::isScript),
                    OWN_CLIENT,
                    "The script that SockJS's iframe loads.");
    static final Setting<Duration> HEARTBEAT_INTERVAL =
            Setting.of(
                    "sockjs.heartbeat-interval",
                    ValueType.positiveTime(),
                    ValueType.written(STANDARD.heartbeatInterval()),
                    "How often a quiet SockJS client is sent a heartbeat.");
    static final Setting<Duration> DISCONNECT_DELAY =
            Setting.of(
                    "sockjs.disconnect-delay",
                    ValueType.positiveTime(),
                    ValueType.written(STANDARD.disconnectDelay()),
                    "How long a SockJS session lives on without a request that waits for its"
                            + " messages.");
    static final Setting<Integer> RESPONSE_BYTES =
            Setting.of(
                    "sockjs.response-bytes",
                    ValueType.size(1),
                    ValueType.written(STANDARD.responseBytes()),
                    "After how many bytes a streamed SockJS response ends and the client asks for"
                            + " the next.");
    static final Setting<Integer> REQUEST_BYTES =
            Setting.of(
                    "sockjs.request-bytes",
                    ValueType.size(1),
                    ValueType.written(STANDARD.requestBytes()),
                    "The largest body of a SockJS request that sends messages; more gets 413.");
    static final Setting<Boolean> COOKIES =
            Setting.of(
                    "sockjs.cookies",
                    ValueType.flag(),
                    Boolean.toString(STANDARD.cookies()),
                    "Sets a JSESSIONID cookie on every SockJS session URL, for load balancers that"
                            + " route by it.");

    static final List<Setting<?>> ALL =
            List.of(
                    CLIENT_URL,
                    HEARTBEAT_INTERVAL,
                    DISCONNECT_DELAY,
                    RESPONSE_BYTES,
                    REQUEST_BYTES,
                    COOKIES);

    private SockJsSettings() {}

    static SockJsOptions options(Settings settings, boolean webSocket) {
        return SockJsOptions.builder()
                .webSocket(webSocket)
                .clientUrl(settings.value(CLIENT_URL).orElse(OWN_CLIENT))
                .heartbeatInterval(
                        settings.value(HEARTBEAT_INTERVAL).orElse(STANDARD.heartbeatInterval()))
                .disconnectDelay(
                        settings.value(DISCONNECT_DELAY).orElse(STANDARD.disconnectDelay()))
                .responseBytes(settings.value(RESPONSE_BYTES).orElse(STANDARD.responseBytes()))
                .requestBytes(settings.value(REQUEST_BYTES).orElse(STANDARD.requestBytes()))
                .cookies(settings.value(COOKIES).orElse(STANDARD.cookies()))
                .build();
    }

    private static boolean isScript(String text) {
        try {
            SockJsOptions.builder().clientUrl(text).build();
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
