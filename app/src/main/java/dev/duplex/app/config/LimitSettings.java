package dev.duplex.app.config;

import dev.duplex.Limits;
import dev.duplex.SockJsOptions;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.memory.MemoryLimits;
import java.util.List;
import java.util.stream.Stream;

/// The settings of limits: a part of the table.
final class LimitSettings {
    private static final LimitSetting.Of<Limits, Limits.Builder> CONNECTION =
            new LimitSetting.Of<>("limits", Limits.DEFAULT);
    private static final LimitSetting.Of<HubLimits, HubLimits.Builder> HUB_LIMITS =
            new LimitSetting.Of<>("limits", HubLimits.DEFAULT);
    private static final LimitSetting.Of<MemoryLimits, MemoryLimits.Builder> MEMORY_LIMITS =
            new LimitSetting.Of<>("memory", MemoryLimits.DEFAULT);

    /// Of connections and sessions.
    static final List<LimitSetting<Limits.Builder, ?>> SERVER =
            List.of(
                    CONNECTION.size(
                            "message-bytes",
                            Limits::messageBytes,
                            Limits.Builder::messageBytes,
                            "The largest message taken, after decompression; more closes with"
                                    + " 1009."),
                    CONNECTION.size(
                            "queue-bytes",
                            SockJsOptions.LEAST_QUEUE_BYTES,
                            Limits::queueBytes,
                            Limits.Builder::queueBytes,
                            "How much waits for a slow peer before sending to it is refused."),
                    CONNECTION.count(
                            "fragments",
                            1,
                            Limits::fragments,
                            Limits.Builder::fragments,
                            "The most frames of one message; more closes with 1008."),
                    CONNECTION.count(
                            "messages-per-second",
                            0,
                            Limits::messagesPerSecond,
                            Limits.Builder::messagesPerSecond,
                            "Messages taken from one connection each second; more closes with 1008."
                                    + " 0: any number."),
                    CONNECTION.longSize(
                            "bytes-per-second",
                            0,
                            Limits::bytesPerSecond,
                            Limits.Builder::bytesPerSecond,
                            "Payload bytes taken from one connection each second; more closes with"
                                    + " 1008. 0: any number."),
                    CONNECTION.count(
                            "control-frames-per-second",
                            1,
                            Limits::controlFramesPerSecond,
                            Limits.Builder::controlFramesPerSecond,
                            "Pings and pongs taken from one connection each second; more closes"
                                    + " with 1008."),
                    CONNECTION.count(
                            "connections",
                            1,
                            Limits::connections,
                            Limits.Builder::connections,
                            "Open connections in all; further ones get 503."),
                    CONNECTION.count(
                            "connections-per-address",
                            1,
                            Limits::connectionsPerAddress,
                            Limits.Builder::connectionsPerAddress,
                            "Open connections of one remote address (IPv6: of a network of 64 bits); further ones get"
                                    + " 429."),
                    CONNECTION.count(
                            "detached-sessions",
                            1,
                            Limits::detachedSessions,
                            Limits.Builder::detachedSessions,
                            "Sessions that outlive their requests (SockJS without WebSocket, HTTP streams of the Centrifuge protocol), in"
                                    + " all; the request that would open another gets 503."),
                    CONNECTION.count(
                            "detached-sessions-per-address",
                            1,
                            Limits::detachedSessionsPerAddress,
                            Limits.Builder::detachedSessionsPerAddress,
                            "Such sessions opened from one remote address (or network); the request that would"
                                    + " open another gets 429."),
                    CONNECTION.count(
                            "rooms",
                            1,
                            Limits::rooms,
                            Limits.Builder::rooms,
                            "Rooms that a session may be in; entering another closes with 1008."),
                    CONNECTION.count(
                            "room-name-length",
                            1,
                            Limits::roomNameLength,
                            Limits.Builder::roomNameLength,
                            "Characters of a room's name; a longer one closes with 1008."),
                    CONNECTION.size(
                            "header-bytes",
                            Limits::headerBytes,
                            Limits.Builder::headerBytes,
                            "Request line and header fields together; more gets 431, a line alone"
                                    + " 414."),
                    CONNECTION.time(
                            "handshake-timeout",
                            Limits::handshakeTimeout,
                            Limits.Builder::handshakeTimeout,
                            "From accepting a connection to its whole first request head, TLS"
                                    + " included; then 408. 0: without end."),
                    CONNECTION.time(
                            "idle-timeout",
                            Limits::idleTimeout,
                            Limits.Builder::idleTimeout,
                            "How long an HTTP connection may wait between two requests. 0: without"
                                    + " end."),
                    CONNECTION.time(
                            "ping-interval",
                            Limits::pingInterval,
                            Limits.Builder::pingInterval,
                            "How often a quiet peer is pinged. 0: never."),
                    CONNECTION.time(
                            "pong-timeout",
                            Limits::pongTimeout,
                            Limits.Builder::pongTimeout,
                            "How long a pinged peer may stay silent while it is being read from."
                                    + " 0: without end."),
                    CONNECTION.time(
                            "close-timeout",
                            Limits::closeTimeout,
                            Limits.Builder::closeTimeout,
                            "How long the peer's Close, or the end of its stream, is waited for. 0:"
                                    + " not at all."),
                    CONNECTION.time(
                            "write-timeout",
                            Limits::writeTimeout,
                            Limits.Builder::writeTimeout,
                            "How long a peer may take nothing while bytes wait for it. 0: without"
                                    + " end."));

    /// Of the hub.
    static final List<LimitSetting<HubLimits.Builder, ?>> HUB =
            List.of(
                    HUB_LIMITS.longSize(
                            "lane-bytes",
                            1,
                            HubLimits::laneBytes,
                            HubLimits.Builder::laneBytes,
                            "How much of publications waits for one event loop, with 128 bytes for each"
                                    + " on top; publishing more is refused."),
                    HUB_LIMITS.count(
                            "drain-budget",
                            1,
                            HubLimits::drainBudget,
                            HubLimits.Builder::drainBudget,
                            "After how many deliveries in a row an event loop does its other work."),
                    HUB_LIMITS.count(
                            "channel-name-bytes",
                            1,
                            HubLimits::channelNameBytes,
                            HubLimits.Builder::channelNameBytes,
                            "The longest name of a channel, in bytes of UTF-8."),
                    HUB_LIMITS.count(
                            "recover-publications",
                            1,
                            HubLimits::recoverPublications,
                            HubLimits.Builder::recoverPublications,
                            "The most publications that a client is brought up to date with; one that"
                                    + " missed more is told that it has not recovered."),
                    HUB_LIMITS.count(
                            "history-publications",
                            1,
                            HubLimits::historyPublications,
                            HubLimits.Builder::historyPublications,
                            "The most publications that one query of history gives."),
                    HUB_LIMITS.longSize(
                            "history-page-bytes",
                            1,
                            HubLimits::historyPageBytes,
                            HubLimits.Builder::historyPageBytes,
                            "The most that their payloads come to, and those that a client is brought up"
                                    + " to date with: a page of history ends before, and who missed"
                                    + " more is told that it has not recovered. One that is larger is"
                                    + " given alone."),
                    HUB_LIMITS.count(
                            "latest-keys",
                            1,
                            HubLimits::latestKeys,
                            HubLimits.Builder::latestKeys,
                            "Of how many keys the latest publication waits for one client, by delivery"
                                    + " latest; beyond it the oldest is skipped."),
                    HUB_LIMITS.count(
                            "presence-members",
                            1,
                            HubLimits::presenceMembers,
                            HubLimits.Builder::presenceMembers,
                            "How many members of a channel presence names at most; of a channel with"
                                    + " more it is error 106, and presence stats count them."),
                    HUB_LIMITS.longSize(
                            "relayed-bytes",
                            1,
                            HubLimits::relayedBytes,
                            HubLimits.Builder::relayedBytes,
                            "How much of commands by /emulation is on its way to one other node and not"
                                    + " answered by it, with 512 bytes for each on top; more gets 503."),
                    HUB_LIMITS.positiveTime(
                            "relay-patience",
                            HubLimits::relayPatience,
                            HubLimits.Builder::relayPatience,
                            "How long another node has to say what became of such a command; then the"
                                    + " answer is 504."));

    /// Of the engine that keeps channels in memory.
    static final List<LimitSetting<MemoryLimits.Builder, ?>> MEMORY =
            List.of(
                    MEMORY_LIMITS.count(
                            "streams",
                            1,
                            MemoryLimits::streams,
                            MemoryLimits.Builder::streams,
                            "How many channels' positions are kept in memory; beyond it one that nobody"
                                    + " uses is forgotten."),
                    MEMORY_LIMITS.longSize(
                            "history-bytes",
                            1,
                            MemoryLimits::historyBytes,
                            MemoryLimits.Builder::historyBytes,
                            "What all histories and idempotency keys in memory may come to, with 256"
                                    + " bytes for each publication and 192 for each key on top;"
                                    + " beyond it those of a channel that nobody uses are"
                                    + " forgotten."),
                    MEMORY_LIMITS.count(
                            "idempotency-keys",
                            1,
                            MemoryLimits::idempotencyKeys,
                            MemoryLimits.Builder::idempotencyKeys,
                            "How many idempotency keys of a channel are remembered."),
                    MEMORY_LIMITS.positiveTime(
                            "idempotency-window",
                            MemoryLimits::idempotencyWindow,
                            MemoryLimits.Builder::idempotencyWindow,
                            "For how long an idempotency key is remembered."));

    /// Every setting of limits.
    static final List<Setting<?>> ALL =
            Stream.of(SERVER, HUB, MEMORY)
                    .flatMap(List::stream)
                    .<Setting<?>>map(LimitSetting::setting)
                    .toList();

    private LimitSettings() {}
}
