package dev.duplex.app.config;

import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The table of all that `duplex serve` can be told, in the order in which help pages show it.
public final class ServeSettings {
    /// How much the program says of what it does.
    public enum LogLevel {
        /// What went wrong.
        ERROR,
        /// And what may go wrong.
        WARN,
        /// And starting, stopping, a new certificate.
        INFO,
        /// And what only its authors want to know.
        DEBUG
    }

    static final Setting<Boolean> DEV =
            Setting.of(
                    "dev",
                    ValueType.flag(),
                    "false",
                    "Development mode: listens on loopback only, serves the page at / and an echo"
                            + " for any page at /echo, by WebSocket and by SockJS, and shows every"
                            + " connection's bytes on that page.");
    static final Setting<String> HOST =
            Setting.of(
                    "host",
                    ValueType.text("HOST", "a host name or an address"),
                    "all addresses; 127.0.0.1 in development mode",
                    "The address to listen on.");
    static final Setting<Integer> PORT =
            Setting.of(
                    "port",
                    ValueType.count(0, 65_535),
                    "8080",
                    "The port to listen on; 0 lets the system choose one.");
    static final Setting<Path> TLS_CERT =
            Setting.of(
                    "tls.cert",
                    ValueType.file(),
                    "no TLS",
                    "A PEM file with the certificate chain, the server's own first. Serves TLS 1.2"
                            + " and 1.3 only.");
    static final Setting<Path> TLS_KEY =
            Setting.of(
                    "tls.key",
                    ValueType.file(),
                    "no TLS",
                    "A PEM file with the certificate's key: PKCS#8, without a password.");
    static final Setting<Duration> TLS_RELOAD_INTERVAL =
            Setting.of(
                    "tls.reload-interval",
                    ValueType.time(),
                    "10s",
                    "How often the two files are looked at; a changed certificate is taken without"
                            + " a restart. 0: never.");
    static final Setting<TransportKind> TRANSPORT =
            Setting.of(
                    "transport",
                    ValueType.choice(TransportKind.class),
                    "auto",
                    "What moves the bytes. auto is epoll where there is one, else nio; io_uring"
                            + " has to be asked for.");
    static final Setting<Integer> EVENT_LOOPS =
            Setting.of(
                    "event-loops",
                    ValueType.count(1, 1024),
                    "one for each processor",
                    "How many threads share the connections.");
    static final Setting<List<String>> ALLOWED_ORIGINS =
            new Setting<>(
                    "allowed-origins",
                    "--allow-origin",
                    ValueType.list(
                            "ORIGIN",
                            "origins such as https://example.org, or *",
                            ServeSettings::isOrigin),
                    "the server's own",
                    "Other origins whose pages may connect: scheme, host and port, as a browser"
                            + " writes them; * for every page.");
    static final Setting<Boolean> WEBSOCKET =
            Setting.of(
                    "websocket",
                    ValueType.flag(),
                    "true",
                    "Serves WebSocket. --no-websocket refuses it everywhere, so that SockJS clients"
                            + " show what they fall back to.");
    static final Setting<Boolean> TEST_SERVICES =
            Setting.of(
                    "test-services",
                    ValueType.flag(),
                    "false",
                    "Serves what the tests of clients need: /ws/echo and /ws/broadcast for allowed"
                            + " origins; for any page what SockJS's test suites expect: /echo,"
                            + " /disabled_websocket_echo, /cookie_needed_echo, /close, /amplify,"
                            + " /ticker and /broadcast.");
    static final Setting<Duration> SHUTDOWN_TIMEOUT =
            Setting.of(
                    "shutdown-timeout",
                    ValueType.time(),
                    "10s",
                    "How long connections may take to close when the program is told to end.");
    static final Setting<LogLevel> LOG_LEVEL =
            Setting.of(
                    "log-level",
                    ValueType.choice(LogLevel.class),
                    "info",
                    "How much is logged, on standard error.");

    static final List<LimitSetting<?>> LIMITS =
            List.of(
                    LimitSetting.size(
                            "message-bytes",
                            Limits::messageBytes,
                            Limits.Builder::messageBytes,
                            "The largest message taken, after decompression; more closes with"
                                    + " 1009."),
                    LimitSetting.size(
                            "queue-bytes",
                            Limits::queueBytes,
                            Limits.Builder::queueBytes,
                            "How much waits for a slow peer before sending to it is refused."),
                    LimitSetting.count(
                            "fragments",
                            1,
                            Limits::fragments,
                            Limits.Builder::fragments,
                            "The most frames of one message; more closes with 1008."),
                    LimitSetting.count(
                            "messages-per-second",
                            0,
                            Limits::messagesPerSecond,
                            Limits.Builder::messagesPerSecond,
                            "Messages taken from one connection each second; more closes with 1008."
                                    + " 0: any number."),
                    LimitSetting.longSize(
                            "bytes-per-second",
                            Limits::bytesPerSecond,
                            Limits.Builder::bytesPerSecond,
                            "Payload bytes taken from one connection each second; more closes with"
                                    + " 1008. 0: any number."),
                    LimitSetting.count(
                            "control-frames-per-second",
                            1,
                            Limits::controlFramesPerSecond,
                            Limits.Builder::controlFramesPerSecond,
                            "Pings and pongs taken from one connection each second; more closes"
                                    + " with 1008."),
                    LimitSetting.count(
                            "connections",
                            1,
                            Limits::connections,
                            Limits.Builder::connections,
                            "Open connections in all; further ones get 503."),
                    LimitSetting.count(
                            "connections-per-address",
                            1,
                            Limits::connectionsPerAddress,
                            Limits.Builder::connectionsPerAddress,
                            "Open connections of one remote address; further ones get 429."),
                    LimitSetting.count(
                            "detached-sessions",
                            1,
                            Limits::detachedSessions,
                            Limits.Builder::detachedSessions,
                            "Sessions that outlive their requests (SockJS without WebSocket), in"
                                    + " all; the request that would open another gets 503."),
                    LimitSetting.count(
                            "detached-sessions-per-address",
                            1,
                            Limits::detachedSessionsPerAddress,
                            Limits.Builder::detachedSessionsPerAddress,
                            "Such sessions opened from one remote address; the request that would"
                                    + " open another gets 429."),
                    LimitSetting.count(
                            "rooms",
                            1,
                            Limits::rooms,
                            Limits.Builder::rooms,
                            "Rooms that a session may be in; entering another closes with 1008."),
                    LimitSetting.count(
                            "room-name-length",
                            1,
                            Limits::roomNameLength,
                            Limits.Builder::roomNameLength,
                            "Characters of a room's name; a longer one closes with 1008."),
                    LimitSetting.size(
                            "header-bytes",
                            Limits::headerBytes,
                            Limits.Builder::headerBytes,
                            "Request line and header fields together; more gets 431, a line alone"
                                    + " 414."),
                    LimitSetting.time(
                            "handshake-timeout",
                            Limits::handshakeTimeout,
                            Limits.Builder::handshakeTimeout,
                            "From accepting a connection to its whole first request head, TLS"
                                    + " included; then 408."),
                    LimitSetting.time(
                            "idle-timeout",
                            Limits::idleTimeout,
                            Limits.Builder::idleTimeout,
                            "How long an HTTP connection may wait between two requests."),
                    LimitSetting.time(
                            "ping-interval",
                            Limits::pingInterval,
                            Limits.Builder::pingInterval,
                            "How often a quiet peer is pinged. 0: never."),
                    LimitSetting.time(
                            "pong-timeout",
                            Limits::pongTimeout,
                            Limits.Builder::pongTimeout,
                            "How long a pinged peer may stay silent while it is being read from."),
                    LimitSetting.time(
                            "close-timeout",
                            Limits::closeTimeout,
                            Limits.Builder::closeTimeout,
                            "How long the peer's Close, or the end of its stream, is waited for."),
                    LimitSetting.time(
                            "write-timeout",
                            Limits::writeTimeout,
                            Limits.Builder::writeTimeout,
                            "How long a peer may take nothing while bytes wait for it."));

    /// Every setting.
    public static final List<Setting<?>> ALL =
            Stream.<Setting<?>>concat(
                            Stream.of(
                                    DEV,
                                    HOST,
                                    PORT,
                                    TLS_CERT,
                                    TLS_KEY,
                                    TLS_RELOAD_INTERVAL,
                                    TRANSPORT,
                                    EVENT_LOOPS,
                                    ALLOWED_ORIGINS,
                                    WEBSOCKET,
                                    TEST_SERVICES,
                                    SHUTDOWN_TIMEOUT,
                                    LOG_LEVEL),
                            Stream.concat(
                                    SockJsSettings.ALL.stream(),
                                    LIMITS.stream().map(LimitSetting::setting)))
                    .toList();

    private ServeSettings() {}

    /// The option that is spelled most like this one.
    public static String nearestOption(String option) {
        return ALL.stream()
                .map(Setting::option)
                .min(Comparator.comparingInt(known -> Spelling.distance(known, option)))
                .orElseThrow();
    }

    private static boolean isOrigin(String text) {
        if (text.equals("*")) {
            return true;
        }
        try {
            Origins.of(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
