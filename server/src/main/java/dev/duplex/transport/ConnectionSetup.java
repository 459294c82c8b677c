package dev.duplex.transport;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Hub;
import dev.duplex.websocket.ProtocolContext;
import dev.duplex.websocket.ProtocolSettings;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.util.function.IntSupplier;

/// What the WebSocket connections of one route on one event loop have in common.
record ConnectionSetup(
        Endpoint endpoint,
        Limits limits,
        DeflateOptions deflateOptions,
        Hub hub,
        EventLoopLane lane,
        SessionObserver observer,
        Role role,
        ProtocolContext protocol) {
    static ConnectionSetup create(
            Role role,
            Endpoint endpoint,
            Limits limits,
            DeflateOptions deflateOptions,
            Hub hub,
            EventLoopLane lane,
            SessionObserver observer,
            IntSupplier maskingKeys) {
        ProtocolSettings settings =
                new ProtocolSettings(
                        limits.messageBytes(),
                        limits.fragments(),
                        limits.messagesPerSecond(),
                        limits.bytesPerSecond(),
                        limits.controlFramesPerSecond(),
                        limits.pingInterval(),
                        limits.pongTimeout(),
                        limits.closeTimeout());
        return new ConnectionSetup(
                endpoint,
                limits,
                deflateOptions,
                hub,
                lane,
                observer,
                role,
                new ProtocolContext(role, settings, Transport.ALLOCATOR, maskingKeys));
    }
}
