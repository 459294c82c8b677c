package dev.duplex.app.config;

import dev.duplex.access.Access;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.CentrifugeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Limits of each client of the Centrifuge protocol, and their settings: a part of the table.
///
/// @param channels in how many a client may be
/// @param commandsUnderWay how many may wait for an answer
/// @param tokensUnderWay how many of its tokens may be looked at at a time
/// @param connectTimeout how long a session may take to connect
/// @param pingInterval how often a client is sent a ping
/// @param pongTimeout how soon it has to answer
/// @param deltaBytes the largest payload that a delta is made from or to
/// @param connectionGrace how long a client has to renew a connection that has expired
/// @param subscriptionGrace the same of a subscription
public record CentrifugeLimits(
        int channels,
        int commandsUnderWay,
        int tokensUnderWay,
        Duration connectTimeout,
        Duration pingInterval,
        Duration pongTimeout,
        int deltaBytes,
        Duration connectionGrace,
        Duration subscriptionGrace) {
    private static final Access NOBODY = new RulesAccess(Map.of(), false);
    private static final CentrifugeOptions STANDARD = CentrifugeOptions.builder(NOBODY).build();

    /// Those of the library.
    public static final CentrifugeLimits DEFAULT =
            new CentrifugeLimits(
                    STANDARD.channels(),
                    STANDARD.commandsUnderWay(),
                    STANDARD.tokensUnderWay(),
                    STANDARD.connectTimeout(),
                    STANDARD.pingInterval(),
                    STANDARD.pongTimeout(),
                    STANDARD.deltaBytes(),
                    STANDARD.connectionGrace(),
                    STANDARD.subscriptionGrace());

    static final Setting<Integer> CHANNELS =
            Setting.of(
                    "centrifuge.channels",
                    ValueType.count(1, Integer.MAX_VALUE),
                    Integer.toString(DEFAULT.channels),
                    "In how many channels one client may be; another is error 106.");
    static final Setting<Integer> COMMANDS_UNDER_WAY =
            Setting.of(
                    "centrifuge.commands-under-way",
                    ValueType.count(1, Integer.MAX_VALUE),
                    Integer.toString(DEFAULT.commandsUnderWay),
                    "How many commands of one client may wait for an answer; while they do, nothing"
                            + " more is read from it.");
    static final Setting<Integer> TOKENS_UNDER_WAY =
            Setting.of(
                    "centrifuge.tokens-under-way",
                    ValueType.count(1, Integer.MAX_VALUE),
                    Integer.toString(DEFAULT.tokensUnderWay),
                    "How many subscription tokens of one client may be looked at at a time; while"
                            + " they are, nothing more is read from it.");
    static final Setting<Duration> CONNECT_TIMEOUT =
            Setting.of(
                    "centrifuge.connect-timeout",
                    ValueType.positiveTime(),
                    ValueType.written(DEFAULT.connectTimeout),
                    "How long a session may take to connect; then it is closed with 3502.");
    static final Setting<Duration> PING_INTERVAL =
            Setting.of(
                    "centrifuge.ping-interval",
                    ValueType.positiveTime(),
                    ValueType.written(DEFAULT.pingInterval),
                    "How often a client is sent a ping of the protocol.");
    static final Setting<Duration> PONG_TIMEOUT =
            Setting.of(
                    "centrifuge.pong-timeout",
                    ValueType.positiveTime(),
                    ValueType.written(DEFAULT.pongTimeout),
                    "How soon it has to answer; then it is closed with 3012. A second or more, and"
                            + " shorter than ping-interval.");

    static final Setting<Integer> DELTA_BYTES =
            Setting.of(
                    "centrifuge.delta-bytes",
                    ValueType.size(1),
                    ValueType.written(DEFAULT.deltaBytes),
                    "The largest payload that a delta is made from or to; larger ones are sent"
                            + " whole.");
    static final Setting<Duration> CONNECTION_GRACE =
            Setting.of(
                    "centrifuge.connection-grace",
                    ValueType.time(),
                    ValueType.written(DEFAULT.connectionGrace),
                    "How long a client has to show a new token once that of its connection has"
                            + " expired; then it is closed with 3005.");
    static final Setting<Duration> SUBSCRIPTION_GRACE =
            Setting.of(
                    "centrifuge.subscription-grace",
                    ValueType.time(),
                    ValueType.written(DEFAULT.subscriptionGrace),
                    "The same for a subscription, which ends with 2501.");

    /// Every setting.
    static final List<Setting<?>> ALL =
            List.of(
                    CHANNELS,
                    COMMANDS_UNDER_WAY,
                    TOKENS_UNDER_WAY,
                    CONNECT_TIMEOUT,
                    PING_INTERVAL,
                    PONG_TIMEOUT,
                    DELTA_BYTES,
                    CONNECTION_GRACE,
                    SUBSCRIPTION_GRACE);

    static CentrifugeLimits of(Settings settings) {
        CentrifugeLimits limits =
                new CentrifugeLimits(
                        settings.value(CHANNELS).orElse(DEFAULT.channels),
                        settings.value(COMMANDS_UNDER_WAY).orElse(DEFAULT.commandsUnderWay),
                        settings.value(TOKENS_UNDER_WAY).orElse(DEFAULT.tokensUnderWay),
                        settings.value(CONNECT_TIMEOUT).orElse(DEFAULT.connectTimeout),
                        settings.value(PING_INTERVAL).orElse(DEFAULT.pingInterval),
                        settings.value(PONG_TIMEOUT).orElse(DEFAULT.pongTimeout),
                        settings.value(DELTA_BYTES).orElse(DEFAULT.deltaBytes),
                        settings.value(CONNECTION_GRACE).orElse(DEFAULT.connectionGrace),
                        settings.value(SUBSCRIPTION_GRACE).orElse(DEFAULT.subscriptionGrace));
        try {
            limits.options(NOBODY);
        } catch (IllegalArgumentException e) {
            boolean pong = settings.top().given(PONG_TIMEOUT).isPresent();
            settings.problems()
                    .add(
                            settings.place(pong ? PONG_TIMEOUT : PING_INTERVAL)
                                    + ": "
                                    + e.getMessage());
        }
        return limits;
    }

    /// Options with these limits.
    ///
    /// @param access who may do what
    public CentrifugeOptions.Builder options(Access access) {
        return CentrifugeOptions.builder(access)
                .channels(channels)
                .commandsUnderWay(commandsUnderWay)
                .tokensUnderWay(tokensUnderWay)
                .connectTimeout(connectTimeout)
                .ping(pingInterval, pongTimeout)
                .deltaBytes(deltaBytes)
                .expiryGrace(connectionGrace, subscriptionGrace);
    }
}
