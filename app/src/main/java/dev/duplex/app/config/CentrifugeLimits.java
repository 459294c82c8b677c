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
/// @param connectTimeout how long a session may take to connect
/// @param pingInterval how often a client is sent a ping
/// @param pongTimeout how soon it has to answer
public record CentrifugeLimits(
        int channels,
        int commandsUnderWay,
        Duration connectTimeout,
        Duration pingInterval,
        Duration pongTimeout) {
    private static final Access NOBODY = new RulesAccess(Map.of(), false);
    private static final CentrifugeOptions STANDARD =
            CentrifugeOptions.builder(NOBODY).build();

    /// Those of the library.
    public static final CentrifugeLimits DEFAULT =
            new CentrifugeLimits(
                    STANDARD.channels(),
                    STANDARD.commandsUnderWay(),
                    STANDARD.connectTimeout(),
                    STANDARD.pingInterval(),
                    STANDARD.pongTimeout());

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

    /// Every setting.
    static final List<Setting<?>> ALL =
            List.of(CHANNELS, COMMANDS_UNDER_WAY, CONNECT_TIMEOUT, PING_INTERVAL, PONG_TIMEOUT);

    static CentrifugeLimits of(Settings settings) {
        CentrifugeLimits limits =
                new CentrifugeLimits(
                        settings.value(CHANNELS).orElse(DEFAULT.channels),
                        settings.value(COMMANDS_UNDER_WAY).orElse(DEFAULT.commandsUnderWay),
                        settings.value(CONNECT_TIMEOUT).orElse(DEFAULT.connectTimeout),
                        settings.value(PING_INTERVAL).orElse(DEFAULT.pingInterval),
                        settings.value(PONG_TIMEOUT).orElse(DEFAULT.pongTimeout));
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
                .connectTimeout(connectTimeout)
                .ping(pingInterval, pongTimeout);
    }
}
