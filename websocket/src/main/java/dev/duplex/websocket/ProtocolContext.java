package dev.duplex.websocket;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// What connections of one event loop have in common, so that none has it for itself: role, settings, and
/// what is needed only while bytes come in. Not thread-safe; used on that loop only.
public final class ProtocolContext {
    /// Receptions that are kept though no connection uses them: one is enough, but for a connection that is read from
    /// within the callback of another.
    private static final int IDLE_POOLED = 4;

    final Role role;
    final ProtocolSettings settings;
    final FrameWriter writer;
    final long pingIntervalNanos;
    final long pongTimeoutNanos;
    final long closeTimeoutNanos;

    /// The payload of the ping that is being written.
    final byte[] pingPayload = new byte[KeepAlive.PING_BYTES];

    private final ByteBufAllocator allocator;
    private final ArrayDeque<Reception> idle = new ArrayDeque<>(IDLE_POOLED);

    /// @param maskingKeys unpredictable numbers, used in the client's role (§10.3)
    public ProtocolContext(
            Role role,
            ProtocolSettings settings,
            ByteBufAllocator allocator,
            IntSupplier maskingKeys) {
        this.role = role;
        this.settings = settings;
        this.allocator = allocator;
        writer = new FrameWriter(role, maskingKeys);
        pingIntervalNanos = settings.pingInterval().toNanos();
        pongTimeoutNanos = settings.pongTimeout().toNanos();
        closeTimeoutNanos = settings.closeTimeout().toNanos();
    }

    Reception borrow() {
        @Nullable Reception kept = idle.poll();
        return kept == null ? new Reception(allocator, settings.messageBytes()) : kept;
    }

    /// @param reception with nothing unfinished in it
    void giveBack(Reception reception) {
        if (idle.size() < IDLE_POOLED) {
            idle.push(reception);
        }
    }
}
