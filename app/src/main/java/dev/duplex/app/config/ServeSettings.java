package dev.duplex.app.config;

import dev.duplex.Hosts;
import dev.duplex.Origins;
import dev.duplex.TransportKind;
import dev.duplex.TrustedProxies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /// How what is logged is written.
    public enum LogFormat {
        /// A line for people.
        TEXT,
        /// A JSON object on a line of its own.
        JSON
    }

    /// What keeps the channels.
    public enum EngineKind {
        /// A directory: what was published outlives the process.
        DISK,
        /// Memory: a start begins anew.
        MEMORY,
        /// Redis: several programs serve the same channels.
        REDIS
    }

    static final int DEFAULT_PORT = 8080;

    static final Setting<Boolean> DEV =
            Setting.of(
                    "dev",
                    ValueType.flag(),
                    "false",
                    "Development mode: listens on loopback only, serves its pages at / and an echo"
                            + " for any page at /echo, by WebSocket and by SockJS, and channels for its"
                            + " pages, each namespace unless it is configured: chat and chat.typing are"
                            + " open to everybody, wall, ticker and door to everybody who reads, direct,"
                            + " direct.typing, inbox, notes and notes.state to users whom a channel"
                            + " names. Users are known by a secret of their own, unless there are keys"
                            + " for tokens. On the page /bench a browser sees the bytes of its own"
                            + " connections.");
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
                    Integer.toString(DEFAULT_PORT),
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
            Setting.of(
                    "allowed-origins",
                    "--allow-origin",
                    ValueType.list(
                            "ORIGIN",
                            "origins such as https://example.org, or *",
                            ServeSettings::isOrigin),
                    "the server's own",
                    "Other origins whose pages may connect: scheme, host and port, as a browser"
                            + " writes them; * for every page.");
    static final Setting<List<String>> ALLOWED_HOSTS =
            Setting.of(
                    "allowed-hosts",
                    "--allow-host",
                    ValueType.list(
                            "HOST",
                            "names or addresses of hosts without ports, or *",
                            ServeSettings::isHost),
                    "any; in development mode loopback",
                    "Names by which the server may be asked (Host) besides localhost, 127.0.0.1 and"
                            + " [::1]; others get 421. * for any name.");
    static final Setting<List<String>> TRUSTED_PROXIES =
            Setting.of(
                    "trusted-proxies",
                    "--trust-proxy",
                    ValueType.list(
                            "ADDRESS",
                            "addresses, or ranges such as 10.0.0.0/8",
                            ServeSettings::isProxy),
                    "none",
                    "Proxies that are believed about for whom they ask, so that limits count by the"
                            + " client's address.");
    static final Setting<TrustedProxies.Field> CLIENT_ADDRESS_FIELD =
            Setting.of(
                    "client-address-field",
                    ValueType.choice(TrustedProxies.Field.class),
                    "x_forwarded_for",
                    "Where they write it: X-Forwarded-For, or Forwarded (RFC 7239). Only this one is"
                            + " read: the other may be what a client made up.");
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
    static final Setting<Boolean> ANONYMOUS =
            Setting.of(
                    "anonymous",
                    ValueType.flag(),
                    "false; true in development mode",
                    "Whether clients that do not say who they are may connect to channels. What"
                            + " they may do there, the namespaces say.");
    static final Setting<EngineKind> ENGINE =
            Setting.of(
                    "engine",
                    ValueType.choice(EngineKind.class),
                    "disk",
                    "What keeps the channels' histories, positions and idempotency keys. disk: the"
                            + " directory disk.directory, where they outlive the program, however it"
                            + " ends. memory: nothing outlives it. redis: Redis at redis.addresses,"
                            + " where all programs that are told the same serve the same channels.");
    static final Setting<Boolean> METRICS =
            Setting.of(
                    "metrics",
                    ValueType.flag(),
                    "false; true in development mode",
                    "Tells metrics for Prometheus at /metrics, to who shows the token of"
                            + " metrics-token-file; without one in development mode only.");
    static final Setting<Path> METRICS_TOKEN_FILE =
            Setting.of(
                    "metrics-token-file",
                    ValueType.file(),
                    "no token",
                    "A file with the token that whoever reads /metrics has to show"
                            + " (Authorization: Bearer …): 16 characters or more.");
    static final Setting<Duration> SHUTDOWN_DELAY =
            Setting.of(
                    "shutdown-delay",
                    ValueType.time(),
                    "0",
                    "How long the program goes on serving when it is told to end, with /ready"
                            + " answering 503, so that load balancers send nobody any more.");
    static final Setting<Duration> SHUTDOWN_WINDOW =
            Setting.of(
                    "shutdown-window",
                    ValueType.time(),
                    "0",
                    "Over how long clients are sent away, one after the other, when the program has"
                            + " been told to end: so that they do not all come to other servers at once.");
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
    static final Setting<LogFormat> LOG_FORMAT =
            Setting.of(
                    "log-format",
                    ValueType.choice(LogFormat.class),
                    "text",
                    "text logs a line for each event, json an object on a line of its own.");

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
                                    ALLOWED_HOSTS,
                                    TRUSTED_PROXIES,
                                    CLIENT_ADDRESS_FIELD,
                                    WEBSOCKET,
                                    TEST_SERVICES,
                                    ANONYMOUS,
                                    ENGINE,
                                    NodeName.NAME,
                                    METRICS,
                                    METRICS_TOKEN_FILE,
                                    SHUTDOWN_DELAY,
                                    SHUTDOWN_WINDOW,
                                    SHUTDOWN_TIMEOUT,
                                    LOG_LEVEL,
                                    LOG_FORMAT),
                            Stream.of(
                                            TokenSettings.ALL,
                                            ServedApi.ALL,
                                            CentrifugeLimits.ALL,
                                            SockJsSettings.ALL,
                                            DiskSettings.ALL,
                                            RedisSettings.ALL,
                                            LimitSettings.ALL)
                                    .flatMap(List::stream))
                    .toList();

    private ServeSettings() {}

    /// The option that is spelled much like this one, if there is one.
    public static Optional<String> nearestOption(String option) {
        return Spelling.nearest(
                option, ALL.stream().flatMap(setting -> setting.option().stream()).toList());
    }

    private static boolean isProxy(String text) {
        try {
            TrustedProxies.of(TrustedProxies.Field.X_FORWARDED_FOR, List.of(text));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isHost(String text) {
        if (text.equals("*")) {
            return true;
        }
        try {
            Hosts.loopbackAnd(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
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
