package dev.duplex.websocket;

import java.time.Duration;

/// What a connection allows its peer, and how long it waits for it.
///
/// @param messageBytes the largest message, after decompression; more fails with 1009
/// @param fragments the most frames of one message; more fails with 1008
/// @param messagesPerSecond 0: no limit; more fails with 1008
/// @param bytesPerSecond payload bytes; 0: no limit; more fails with 1008
/// @param controlFramesPerSecond pings and pongs; 0: no limit; more fails with 1008
/// @param pingInterval zero: never
/// @param pongTimeout how long a pinged peer may be silent while it is read from; zero: without end
/// @param closeTimeout how long the peer's Close is waited for; zero: not at all
public record ProtocolSettings(
        int messageBytes,
        int fragments,
        int messagesPerSecond,
        long bytesPerSecond,
        int controlFramesPerSecond,
        Duration pingInterval,
        Duration pongTimeout,
        Duration closeTimeout) {}
