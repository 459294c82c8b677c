package dev.duplex;

import java.time.Duration;

/// What a peer may make this server hold, and for how long it may keep it waiting. Every limit has
/// a default and a row in `docs/limits.md`. Immutable; [#builder] starts from
/// the defaults, [#toBuilder] from these.
///
/// @param messageBytes the largest message taken, after decompression; more closes with 1009
/// @param queueBytes how much a session's outbound queue holds before `send` says `FULL`
/// @param fragments the most frames of one message; more closes with 1008
/// @param messagesPerSecond messages taken from one connection each second, as a token bucket of two
///     seconds' size; 0: any number. More closes with 1008
/// @param bytesPerSecond payload bytes taken from one connection each second, likewise; 0: any
/// @param controlFramesPerSecond pings and pongs taken from one connection each second, likewise
/// @param connections open connections in all; further ones are answered 503 and closed
/// @param connectionsPerAddress open connections of one remote address, or of one IPv6 network of 64 bits, likewise (429)
/// @param detachedSessions sessions that outlive their requests (SockJS without WebSocket, streamed protocols), in
///     all; the request that would open another is answered 503
/// @param detachedSessionsPerAddress such sessions opened from one remote address or network, likewise (429)
/// @param rooms rooms that a session may be in; entering another closes it with 1008
/// @param roomNameLength characters of a room's name; a longer one closes with 1008
/// @param headerBytes request line and header fields together; more gets 431 (the line alone: 414)
/// @param handshakeTimeout from accepting a connection to its whole first request head, TLS included;
///     408 and closed; zero: without end
/// @param idleTimeout how long an HTTP connection may wait between two requests; zero: without end
/// @param pingInterval how often a quiet peer is pinged; zero: never
/// @param pongTimeout how long a pinged peer may stay silent while it is being read from; zero: without end
/// @param closeTimeout how long the peer's Close, or the end of its stream, is waited for; zero: not at all
/// @param writeTimeout how long a peer may take nothing while bytes wait for it; zero: without end
public record Limits(
        int messageBytes,
        int queueBytes,
        int fragments,
        int messagesPerSecond,
        long bytesPerSecond,
        int controlFramesPerSecond,
        int connections,
        int connectionsPerAddress,
        int detachedSessions,
        int detachedSessionsPerAddress,
        int rooms,
        int roomNameLength,
        int headerBytes,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration pingInterval,
        Duration pongTimeout,
        Duration closeTimeout,
        Duration writeTimeout) {

    /// What holds where nothing else is said.
    public static final Limits DEFAULT =
            new Limits(
                    1 << 20,
                    1 << 20,
                    16_384,
                    0,
                    0,
                    100,
                    100_000,
                    10_000,
                    100_000,
                    10_000,
                    1_000,
                    255,
                    16_384,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60));

    /// @throws IllegalArgumentException if a size or a count is not positive, or a time negative
    public Limits {
        positive("messageBytes", messageBytes);
        positive("queueBytes", queueBytes);
        positive("fragments", fragments);
        notNegative("messagesPerSecond", messagesPerSecond);
        notNegative("bytesPerSecond", bytesPerSecond);
        positive("controlFramesPerSecond", controlFramesPerSecond);
        positive("connections", connections);
        positive("connectionsPerAddress", connectionsPerAddress);
        positive("detachedSessions", detachedSessions);
        positive("detachedSessionsPerAddress", detachedSessionsPerAddress);
        positive("rooms", rooms);
        positive("roomNameLength", roomNameLength);
        positive("headerBytes", headerBytes);
        notNegative("handshakeTimeout", handshakeTimeout.toNanos());
        notNegative("idleTimeout", idleTimeout.toNanos());
        notNegative("pingInterval", pingInterval.toNanos());
        notNegative("pongTimeout", pongTimeout.toNanos());
        notNegative("closeTimeout", closeTimeout.toNanos());
        notNegative("writeTimeout", writeTimeout.toNanos());
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
    }

    /// A builder that starts from the defaults.
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /// A builder that starts from these limits.
    public Builder toBuilder() {
        return new Builder(this);
    }

    /// Collects limits; each method is named after the component it sets.
    public static final class Builder {
        private int messageBytes;
        private int queueBytes;
        private int fragments;
        private int messagesPerSecond;
        private long bytesPerSecond;
        private int controlFramesPerSecond;
        private int connections;
        private int connectionsPerAddress;
        private int detachedSessions;
        private int detachedSessionsPerAddress;
        private int rooms;
        private int roomNameLength;
        private int headerBytes;
        private Duration handshakeTimeout;
        private Duration idleTimeout;
        private Duration pingInterval;
        private Duration pongTimeout;
        private Duration closeTimeout;
        private Duration writeTimeout;

        private Builder(Limits from) {
            messageBytes = from.messageBytes;
            queueBytes = from.queueBytes;
            fragments = from.fragments;
            messagesPerSecond = from.messagesPerSecond;
            bytesPerSecond = from.bytesPerSecond;
            controlFramesPerSecond = from.controlFramesPerSecond;
            connections = from.connections;
            connectionsPerAddress = from.connectionsPerAddress;
            detachedSessions = from.detachedSessions;
            detachedSessionsPerAddress = from.detachedSessionsPerAddress;
            rooms = from.rooms;
            roomNameLength = from.roomNameLength;
            headerBytes = from.headerBytes;
            handshakeTimeout = from.handshakeTimeout;
            idleTimeout = from.idleTimeout;
            pingInterval = from.pingInterval;
            pongTimeout = from.pongTimeout;
            closeTimeout = from.closeTimeout;
            writeTimeout = from.writeTimeout;
        }

        public Builder messageBytes(int messageBytes) {
            this.messageBytes = messageBytes;
            return this;
        }

        public Builder queueBytes(int queueBytes) {
            this.queueBytes = queueBytes;
            return this;
        }

        public Builder fragments(int fragments) {
            this.fragments = fragments;
            return this;
        }

        public Builder messagesPerSecond(int messagesPerSecond) {
            this.messagesPerSecond = messagesPerSecond;
            return this;
        }

        public Builder bytesPerSecond(long bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
            return this;
        }

        public Builder controlFramesPerSecond(int controlFramesPerSecond) {
            this.controlFramesPerSecond = controlFramesPerSecond;
            return this;
        }

        public Builder connections(int connections) {
            this.connections = connections;
            return this;
        }

        public Builder connectionsPerAddress(int connectionsPerAddress) {
            this.connectionsPerAddress = connectionsPerAddress;
            return this;
        }

        public Builder detachedSessions(int detachedSessions) {
            this.detachedSessions = detachedSessions;
            return this;
        }

        public Builder detachedSessionsPerAddress(int detachedSessionsPerAddress) {
            this.detachedSessionsPerAddress = detachedSessionsPerAddress;
            return this;
        }

        public Builder rooms(int rooms) {
            this.rooms = rooms;
            return this;
        }

        public Builder roomNameLength(int roomNameLength) {
            this.roomNameLength = roomNameLength;
            return this;
        }

        public Builder headerBytes(int headerBytes) {
            this.headerBytes = headerBytes;
            return this;
        }

        public Builder handshakeTimeout(Duration handshakeTimeout) {
            this.handshakeTimeout = handshakeTimeout;
            return this;
        }

        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        public Builder pingInterval(Duration pingInterval) {
            this.pingInterval = pingInterval;
            return this;
        }

        public Builder pongTimeout(Duration pongTimeout) {
            this.pongTimeout = pongTimeout;
            return this;
        }

        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = closeTimeout;
            return this;
        }

        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
            return this;
        }

        /// @throws IllegalArgumentException if one of the values makes no sense
        public Limits build() {
            return new Limits(
                    messageBytes,
                    queueBytes,
                    fragments,
                    messagesPerSecond,
                    bytesPerSecond,
                    controlFramesPerSecond,
                    connections,
                    connectionsPerAddress,
                    detachedSessions,
                    detachedSessionsPerAddress,
                    rooms,
                    roomNameLength,
                    headerBytes,
                    handshakeTimeout,
                    idleTimeout,
                    pingInterval,
                    pongTimeout,
                    closeTimeout,
                    writeTimeout);
        }
    }
}
