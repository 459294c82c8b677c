package dev.duplex.transport;

import io.netty.util.concurrent.FastThreadLocalThread;

/// Tells event loops from threads that may wait.
public final class EventLoopThread {
    private EventLoopThread() {}

    /// Whether the calling thread is an event loop, ours or another program's: one that Netty made.
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof FastThreadLocalThread;
    }
}
